import { lifeSchema } from '../life/life';
import { json, plain } from '../http/answer';
import { ENTITIES } from '../world/entity';
import { limiterState } from './switch-routes';
import type { Area } from '../http/server';
import type { Halo } from '../halo';
import type { ControlRoute } from './control-router';

export function stateRoutes(halo: Halo): readonly ControlRoute[] {
  return [
    { method: 'GET', path: /^\/state$/, answer: () => json(stateOf(halo)) },
    { method: 'GET', path: /^\/life$/, answer: () => json(halo.life.state()) },
    {
      method: 'PUT',
      path: /^\/life$/,
      answer: ({ body }) => {
        halo.life.set(lifeSchema.parse(body));
        return json(halo.life.state());
      },
    },
  ];
}

function counts(halo: Halo): Record<string, number> {
  return Object.fromEntries(ENTITIES.map((entity) => [entity, halo.world.store(entity).liveCount]));
}

function stateOf(halo: Halo): object {
  const { settings, dispatch, clock } = halo;
  return {
    counts: counts(halo),
    version: halo.world.version,
    clock: {
      now: new Date(clock.now()).toISOString(),
      skewMs: settings.profile.clockSkewMs,
      monotonicMs: clock.monotonic(),
    },
    life: halo.life.state(),
    limiter: limiterState(halo),
    profile: settings.profile,
    faults: halo.faults.list().length,
    webhookFaults: dispatch.faults,
    deliveries: {
      pending: dispatch.pending,
      inFlight: dispatch.inFlight,
      held: dispatch.holding,
      ...dispatch.ledger.totals,
    },
    tenant: halo.tenant,
    clientId: settings.credentials.clientId,
    clientSecret: settings.credentials.clientSecret,
    seed: halo.census.seed,
  };
}

/** The three paths that every program has. */
export function healthArea(halo: Halo): Area {
  return (call) => {
    if (call.route === '/health/live' || call.route === '/health/ready') return Promise.resolve(json({ status: 'ok' }));
    return Promise.resolve(call.route === '/metrics' ? plain(metrics(halo)) : undefined);
  };
}

function metrics(halo: Halo): string {
  const records = Object.entries(counts(halo)).map(
    ([entity, count]) => `halo_simulator_records{entity="${entity}"} ${String(count)}`,
  );
  const outcomes = Object.entries(halo.dispatch.ledger.totals).map(
    ([outcome, count]) => `halo_simulator_deliveries_total{outcome="${outcome}"} ${String(count)}`,
  );
  const lines = [
    ...records,
    ...outcomes,
    `halo_simulator_version ${String(halo.world.version)}`,
    `halo_simulator_deliveries_pending ${String(halo.dispatch.pending)}`,
    `halo_simulator_calls_in_window ${String(halo.limiter.inWindow())}`,
    `halo_simulator_calls_refused_total ${String(halo.limiter.refused)}`,
    `halo_simulator_resident_bytes ${String(process.memoryUsage.rss())}`,
  ];
  return `${lines.join('\n')}\n`;
}

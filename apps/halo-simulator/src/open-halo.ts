import { join } from 'node:path';
import { Arrivals } from './faults/arrivals';
import { FaultBook } from './faults/fault-book';
import { RateLimiter } from './faults/rate-limiter';
import { Settings } from './faults/settings';
import { Life } from './life/life';
import { Tokens } from './rest/tokens';
import { Deliverer } from './webhooks/deliverer';
import { DeliveryLedger } from './webhooks/delivery-ledger';
import { Dispatch } from './webhooks/dispatch';
import { WebhookEventLog } from './webhooks/webhook-event-log';
import { WebhookShelf } from './webhooks/webhook-shelf';
import { foundedCensus } from './world/founding';
import { HaloClock } from './world/halo-clock';
import { Journal } from './world/journal';
import { World } from './world/world';
import type { Halo } from './halo';
import type { SimulatorConfig } from './simulator.config';

/** Puts the parts together and takes up what an earlier run left in the data directory. */
export function openHalo(config: SimulatorConfig): { readonly halo: Halo; readonly close: () => Promise<void> } {
  const { counts, seed, anchor, clientId, clientSecret, rateLimit } = config;
  const census = foundedCensus(config.dataDirectory, { seed, anchor, counts });
  const settings = new Settings({
    limiter: { ...rateLimit, retryAfter: false, body: 'json', countRefused: false, otherIntegration: null },
    credentials: { clientId, clientSecret },
  });
  const clock = new HaloClock(() => settings.profile);
  const journal = new Journal(join(config.dataDirectory, 'journal'), config.compactAtBytes);
  const world = new World(census, clock, journal);
  settings.keepOn(world.shelves);

  const webhooks = new WebhookShelf(world.shelves, () => clock.now());
  const deliverer = new Deliverer({ clock, webhooks, ledger: new DeliveryLedger(), log: new WebhookEventLog() });
  const dispatch = new Dispatch({ world, settings, clock, webhooks, deliverer });
  world.onChange((happening) => {
    dispatch.happened(happening);
  });
  dispatch.resume();

  const life = new Life(world, census.seed);
  const halo: Halo = {
    tenant: config.tenant,
    census,
    clock,
    settings,
    world,
    limiter: new RateLimiter(
      () => settings.limiter,
      () => clock.monotonic(),
    ),
    arrivals: new Arrivals(),
    faults: new FaultBook(),
    // From the seed, so that a token outlives a restart; it protects nothing but made-up data.
    tokens: new Tokens(`halo-simulator ${String(census.seed)}`, () => clock.trueNow()),
    webhooks,
    dispatch,
    life,
  };
  const close = async (): Promise<void> => {
    life.close();
    dispatch.close();
    deliverer.close();
    await journal.close();
  };
  return { halo, close };
}

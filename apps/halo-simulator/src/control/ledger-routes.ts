import { json } from '../http/answer';
import { afterOf, limitOf } from './control-router';
import type { Halo } from '../halo';
import type { ControlRoute } from './control-router';

const USUAL = 1000;

export function ledgerRoutes(halo: Halo): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/ledger\/changes$/,
      answer: ({ call }) =>
        json({ ...halo.world.ledger.after(afterOf(call), limitOf(call, USUAL)), first: halo.world.ledger.first }),
    },
    {
      method: 'GET',
      path: /^\/ledger\/deliveries$/,
      answer: ({ call }) => json(halo.dispatch.ledger.after(afterOf(call), limitOf(call, USUAL))),
    },
    {
      method: 'GET',
      path: /^\/ledger\/arrivals$/,
      answer: ({ call }) => json(halo.arrivals.after(afterOf(call), limitOf(call, USUAL))),
    },
    {
      method: 'DELETE',
      path: /^\/ledger\/arrivals$/,
      answer: () => {
        halo.arrivals.reset();
        return json({ reset: true });
      },
    },
    {
      method: 'GET',
      path: /^\/ledger\/window$/,
      answer: ({ call }) => {
        const windowSeconds = Number(call.query.get('windowseconds') ?? halo.settings.limiter.windowSeconds);
        return json({
          highest: halo.arrivals.highestWithin(windowSeconds * 1000),
          limit: halo.settings.limiter.requests,
          arrivals: halo.arrivals.count,
          refused429: halo.arrivals.refused,
          tenant: halo.tenant,
          windowSeconds,
        });
      },
    },
  ];
}

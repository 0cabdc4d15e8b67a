import { html, json, nothing, plain } from '../http/answer';
import { send } from '../http/send';
import { answerInstead } from '../faults/faulty-answer';
import { apiAnswer } from './api-answer';
import { authInfoAnswer, tokenAnswer } from './token-answer';
import { routeOf } from './route';
import { Selections } from './selection';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Area } from '../http/server';
import type { Halo } from '../halo';
import type { Route } from './route';

/** Everything Halo itself serves: each call is entered in the ledger, counted by the limiter, spoiled by a fault, answered. */
export function restArea(halo: Halo): Area {
  const selections = new Selections(halo);
  return async (call, response) => {
    const route = routeOf(call);
    const at = halo.clock.monotonic();
    const arrival = halo.arrivals.add({
      at,
      wall: new Date(halo.clock.trueNow()).toISOString(),
      method: call.method,
      path: call.path,
      query: call.queryText,
      entity: route.entity ?? (route.area === 'page' ? null : route.area),
    });
    // Its own clock, so that a client sees how far that is from its own.
    response.setHeader('date', new Date(halo.clock.now()).toUTCString());
    response.on('close', () => {
      arrival.ms = Math.round((halo.clock.monotonic() - at) * 100) / 100;
      arrival.status = response.headersSent ? response.statusCode : 0;
    });

    const place = route.area === 'page' ? undefined : halo.limiter.admit();
    if (place?.admitted === false) {
      arrival.refused = true;
      await send(response, tooMany(halo, place.freeInMs), undefined);
      return 'sent';
    }
    const target = {
      method: call.method,
      route: call.route,
      query: call.queryText,
      entity: route.entity ?? route.area,
      id: route.id,
    };
    const fault = halo.faults.strike(target);
    if (fault !== undefined) arrival.fault = fault.kind;
    if (fault?.kind === 'hang') return 'sent';
    if (fault?.kind === 'reset') {
      response.socket?.resetAndDestroy();
      return 'sent';
    }
    const instead = fault === undefined ? undefined : answerInstead(fault);
    await send(response, instead ?? (await trueAnswer(halo, selections, call, route)), fault);
    return 'sent';
  };
}

async function trueAnswer(halo: Halo, selections: Selections, call: Call, route: Route): Promise<Answer> {
  if (call.path.includes('//')) return html('404 - File or directory not found.', 404);
  switch (route.area) {
    case 'token':
      return call.method === 'POST' ? tokenAnswer(halo, call) : nothing(405, { allow: 'POST' });
    case 'authinfo':
      return authInfoAnswer(halo, `http://${call.headers.host ?? 'localhost'}`);
    case 'page':
      // A URL without /api or /auth reaches the web application: a page for GET, nothing for the rest.
      return call.method === 'GET' && !call.route.startsWith('/auth/')
        ? html('Halo')
        : html('404 - File or directory not found.', 404);
    default:
      return apiAnswer(halo, selections, call, route);
  }
}

function tooMany(halo: Halo, freeInMs: number): Answer {
  const retryAfter = halo.limiter.retryAfter(freeInMs);
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  const message = halo.limiter.message();
  return halo.settings.limiter.body === 'json' ? json({ message }, 429, headers) : plain(message, 429, headers);
}

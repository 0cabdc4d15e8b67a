import { json, modelState, nothing } from '../http/answer';
import { actionsAnswer } from './actions-answer';
import { listAnswer } from './list-answer';
import { lookupAnswer } from './lookup-answer';
import { notificationAnswer } from './notification-answer';
import { refusal } from './permissions';
import { deleteAnswer, missing, readAnswer, writeAnswer } from './record-answer';
import { webhookAnswer } from './webhook-answer';
import { webhookEventAnswer } from './webhook-event-answer';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Halo } from '../halo';
import type { Route } from './route';
import type { Selections } from './selection';

export async function apiAnswer(halo: Halo, selections: Selections, call: Call, route: Route): Promise<Answer> {
  const refused = refusal(halo, call, route.entity);
  if (refused !== undefined) return refused;
  switch (route.area) {
    case 'entity':
      return entityAnswer(halo, selections, call, route);
    case 'webhook':
      return webhookAnswer(halo, call, route);
    case 'webhookevent':
      return webhookEventAnswer(halo, call, route);
    case 'notification':
      return notificationAnswer(halo, call, route);
    case 'lookup':
      return lookupAnswer(call, route);
    case 'actions':
      return actionsAnswer(halo, call);
    default:
      return json({ Message: `No HTTP resource was found that matches the request URI '${call.path}'.` }, 404);
  }
}

async function entityAnswer(halo: Halo, selections: Selections, call: Call, route: Route): Promise<Answer> {
  const { entity, id, segments } = route;
  if (entity === undefined) return nothing(404);
  if (segments.length === 1) {
    if (call.method === 'GET') return listAnswer(halo, selections, entity, call.query);
    // There is no PUT or PATCH for these resources (documented).
    return call.method === 'POST' ? writeAnswer(halo, entity, await call.body()) : nothing(405, { allow: 'GET,POST' });
  }
  if (id === null) return modelState({ id: [`The value '${segments[1] ?? ''}' is not valid.`] });
  if (segments[2] === 'void' && entity === 'invoice' && call.method === 'POST') return voidAnswer(halo, id);
  if (segments.length > 2) return nothing(404);
  if (call.method === 'GET') return readAnswer(halo, entity, id, call.query);
  return call.method === 'DELETE' ? deleteAnswer(halo, entity, id) : nothing(405, { allow: 'GET,DELETE' });
}

/** A voided invoice stays readable with `voided: true`. */
function voidAnswer(halo: Halo, id: number): Answer {
  if (halo.world.store('invoice').at(id)?.deleted !== false) return missing(halo, 'invoice', id);
  const { document } = halo.world.update('invoice', id, { voided: true }, { by: 'api' });
  return json({ id, voided: document['voided'] });
}

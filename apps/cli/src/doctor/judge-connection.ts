import type { ConnectionView, EntityStateView, WebhookView } from '@halosync/contracts';
import type { Finding } from './finding';
import { fault, ok, warning } from './finding';

// The relay passes a webhook on within milliseconds; one that has waited so long waits for Kafka.
const WAITS_SECONDS = 30;

/** What a connection's own words mean for somebody who wants to know whether it works. */
export function judgeConnection(view: ConnectionView): Finding[] {
  const hop = `connection ${view.name}`;
  return [
    statusOf(hop, view),
    ...Object.entries(view.entities).map(([entity, state]) => judgeEntity(`${hop}, ${entity}s`, state, view.id)),
    inboxOf(hop, view),
    budgetOf(hop, view),
    reachOf(hop, view),
    ...view.warnings.map(({ field, message, hint }) => warning(`${hop}, ${field}`, message, hint)),
  ];
}

/** What the webhook in Halo means. */
export function judgeWebhook(name: string, webhook: WebhookView): Finding {
  const hop = `connection ${name}, webhook`;
  const last =
    webhook.events
      .map(({ lastReceivedAt }) => lastReceivedAt ?? '')
      .sort()
      .at(-1) ?? '';
  const heard = last === '' ? 'nothing was received yet' : `last received ${last}`;
  const faults = webhook.differences.map(({ message }) => message).join(' ');
  switch (webhook.state) {
    case 'as_it_should_be':
    case 'receiving':
      return ok(hop, heard);
    case 'waiting_for_first_event':
      return warning(
        hop,
        heard,
        'Change a ticket in Halo. If nothing comes, check the webhook there by the steps of GET …/webhook.',
      );
    case 'differs':
      return warning(hop, `${heard}; it differs: ${faults}`, 'Repair it: PUT /api/v1/connections/{id}/webhook.');
    case 'disabled':
    case 'missing':
      return fault(
        hop,
        `${webhook.state} in Halo; ${heard}`,
        'Create or repair it: PUT /api/v1/connections/{id}/webhook.',
      );
  }
}

function statusOf(hop: string, { status, id }: ConnectionView): Finding {
  if (status === 'active') return ok(hop, status);
  if (status === 'paused') return warning(hop, 'paused', `halosync connections resume ${id}`);
  return fault(
    hop,
    status,
    'Its sign-in at Halo is refused, or it is going: see the warnings, and edit its five values.',
  );
}

function judgeEntity(hop: string, state: EntityStateView, id: string): Finding {
  const counts = `${state.state}, ${String(state.inPostgres ?? '?')} of ${String(state.inHalo ?? '?')}`;
  const seen = [counts, state.detail ?? '', state.deadLetters > 0 ? `${String(state.deadLetters)} dead letters` : '']
    .filter((part) => part !== '')
    .join('; ');
  if (state.state === 'incomplete' || state.state === 'stalled')
    return fault(hop, seen, `Read it again: halosync sync reconcile --connection ${id} --watch`);
  if (state.deadLetters > 0)
    return warning(hop, seen, 'See why: halosync dead-letters list; after a fix: halosync dead-letters replay --all');
  if (state.state === 'never') return warning(hop, seen, `Read it: halosync sync backfill --connection ${id} --watch`);
  return ok(hop, seen);
}

function inboxOf(hop: string, { entities }: ConnectionView): Finding {
  const seconds = Math.max(0, ...Object.values(entities).map(({ lagSeconds }) => lagSeconds ?? 0));
  const seen = seconds === 0 ? 'no webhook waits' : `the oldest webhook has waited ${String(seconds)} s`;
  return seconds < WAITS_SECONDS
    ? ok(`${hop}, inbox`, seen)
    : fault(
        `${hop}, inbox`,
        seen,
        'Nothing is lost, but Kafka does not take it: look at the brokers and at the log of the gateway.',
      );
}

function budgetOf(hop: string, { budget }: ConnectionView): Finding {
  const seen = `${String(budget.used)} of ${String(budget.limit)} calls in ${String(budget.windowSeconds)} s, ${String(budget.waiting)} wait`;
  return budget.blockedUntil === null
    ? ok(`${hop}, budget`, seen)
    : warning(
        `${hop}, budget`,
        `Halo told us to wait until ${budget.blockedUntil}; ${seen}`,
        'Another integration may use up the limit: lower sharePercent in the settings.',
      );
}

function reachOf(hop: string, { callbackReachable, callbackUrl }: ConnectionView): Finding {
  const name = `${hop}, callback URL`;
  const host = callbackUrl === null ? '' : new URL(callbackUrl).host;
  if (callbackReachable === 'public') return ok(name, `${host} looks public`);
  return warning(
    name,
    `${host} is ${callbackReachable}`,
    'A hosted Halo cannot reach it: set PUBLIC_URL to a public https address. A Halo on premise may.',
  );
}

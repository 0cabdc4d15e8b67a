import { Dice } from '../generate/dice';
import { SENTENCES } from '../generate/phrases';
import { integer } from '../http/call';
import { json, nothing } from '../http/answer';
import { formatHaloDate } from '../world/halo-dates';
import { missing, readArray } from './record-answer';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Halo } from '../halo';

/** Actions number from 1 inside each ticket: their id alone is no key (reported). POST touches the ticket as an action does. */
export async function actionsAnswer(halo: Halo, call: Call): Promise<Answer> {
  if (call.method === 'POST') return addAction(halo, await call.body());
  if (call.method !== 'GET') return nothing(405, { allow: 'GET,POST' });
  const ticket = integer(call.query, 'ticket_id');
  const stored = ticket === undefined ? undefined : halo.world.store('ticket').at(ticket);
  const actions = ticket === undefined || stored === undefined ? [] : actionsOf(halo, ticket, stored.core.modified);
  return json({ record_count: actions.length, actions });
}

function actionsOf(halo: Halo, ticket: number, until: number): readonly object[] {
  const dice = new Dice(halo.census.seed, ticket, 99);
  return Array.from({ length: dice.below(4) }, (_, position) => ({
    id: position + 1,
    ticket_id: ticket,
    outcome: 'Private Note',
    note: dice.pick(SENTENCES),
    who: `Agent ${String(2 + dice.below(7))}`,
    datetime: formatHaloDate(until - (position + 1) * 60_000),
  }));
}

function addAction(halo: Halo, body: string): Answer {
  const elements = readArray(body);
  if ('problem' in elements) return elements.problem;
  const [first = {}] = elements.fields;
  const ticket = Number(first['ticket_id'] ?? 0);
  if (halo.world.store('ticket').at(ticket)?.deleted !== false) return missing(halo, 'ticket', ticket);
  const now = formatHaloDate(halo.clock.now());
  const status = first['new_status'];
  halo.world.update(
    'ticket',
    ticket,
    { lastactiondate: now, ...(typeof status === 'number' ? { status_id: status } : {}) },
    { by: 'api' },
  );
  return json({ ...first, id: 5, ticket_id: ticket, datetime: now }, 201);
}

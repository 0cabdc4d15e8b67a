import type { EntityName } from '@halosync/contracts';
import type { Exchange, HaloCall, Send } from '../src/transport/halo-call';
import { answer } from './answer';

type Reply = Exchange | Error | ((call: HaloCall) => Exchange | Promise<Exchange>);

/** What each kind of call is answered with; a list of replies is used up one by one, its last for good. */
export interface FakeHalo {
  readonly authinfo?: Reply | readonly Reply[];
  readonly token?: Reply | readonly Reply[];
  readonly list?: Reply | readonly Reply[];
  readonly entities?: Readonly<Partial<Record<EntityName, Reply | readonly Reply[]>>>;
}

const keys = { ticket: 'tickets', site: 'sites', user: 'users', invoice: 'invoices' } as const;

/** A Halo in memory that works, but for what a test says; with the calls that it saw. */
export function fakeHalo(replies: FakeHalo = {}): { readonly send: Send; readonly calls: readonly HaloCall[] } {
  const calls: HaloCall[] = [];
  const used = new Map<unknown, number>();
  const send: Send = async (call) => {
    calls.push(call);
    const given = chosen(replies, call);
    const list = Array.isArray(given) ? (given as readonly Reply[]) : [given as Reply]; // isArray widens to any[]
    const at = used.get(given) ?? 0;
    used.set(given, at + 1);
    const reply = list[Math.min(at, list.length - 1)]!;
    if (reply instanceof Error) throw reply;
    return typeof reply === 'function' ? reply(call) : reply;
  };
  return { send, calls };
}

function chosen(replies: FakeHalo, call: HaloCall): Reply | readonly Reply[] {
  if (call.kind === 'authinfo') return replies.authinfo ?? answer(404);
  if (call.kind === 'token')
    return replies.token ?? answer(200, { access_token: 'eyJ', expires_in: 3600, scope: 'all' });
  const entity = call.entity ?? 'ticket';
  return replies.entities?.[entity] ?? replies.list ?? listReply(keys[entity]);
}

export interface Habits {
  readonly records?: number;
  readonly cap?: number;
  readonly ignores?: readonly ('paging' | 'filter' | 'ids')[];
}

/** Answers lists as Halo does, but for what it ignores: pages by size and number, nothing of the future, all ids. */
export function listReply(
  key: string,
  { records = 717, cap = 100, ignores = [] }: Habits = {},
): (call: HaloCall) => Exchange {
  return ({ url }) => {
    const query = new URL(url).searchParams;
    const isFuture = !ignores.includes('filter') && Date.parse(query.get('lastupdatefromdate') ?? '0') > Date.now();
    const ids = Array.from({ length: isFuture ? 0 : records }, (_, index) => ({ id: index + 1 }));
    const isForIds = (query.has('idonly') || query.has('ticketidonly')) && !ignores.includes('ids');
    const size = Math.min(Number(query.get('page_size') ?? 50), cap);
    const from = query.has('page_no') ? (Number(query.get('page_no')) - 1) * size : 0;
    const page = ignores.includes('paging') ? ids.slice(0, 50) : ids.slice(from, from + size);
    return answer(200, { record_count: ids.length, [key]: isForIds ? ids : page });
  };
}

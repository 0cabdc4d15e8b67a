import type { RelayStore } from '../relay';
import { relayOnce } from '../relay';
import type { AnyOrderProtections } from './any-order-store';
import { AnyOrderStore } from './any-order-store';
import { Interleaving } from './interleaving';
import type { OrderProtections, StampedRow } from './one-relay-store';
import { OneRelayStore } from './one-relay-store';
import { StreamReader } from './stream-reader';
import type { Sent } from './topic-log';
import { TopicLog } from './topic-log';
import type { VersionRow } from './version-rows';
import { VersionRows } from './version-rows';

const WRITERS = 3;
const TRANSACTIONS = 6;
const RELAYS = 3;
const ROUNDS = 10;

export type Relay = typeof relayOnce;

export interface RelayRun {
  readonly violations: readonly string[];
  readonly sent: readonly Sent[];
}

/** Rows without an order among them, taken by several relays at once. */
export async function runAnyOrder(
  seed: number,
  protections: AnyOrderProtections = { flagsRows: true, locksRows: true },
  relay: Relay = relayOnce,
): Promise<RelayRun> {
  const interleaving = new Interleaving(seed);
  const rows = new VersionRows(interleaving);
  const topic = new TopicLog(interleaving);
  const store = new AnyOrderStore(rows, interleaving, protections);
  await runAll(interleaving, rows, topic, store, (row) => ({ row, position: null }), relay, []);
  return { violations: deliveryViolations(rows, topic), sent: topic.sent };
}

/** The outbox: several relays that want to be the one, and a reader of what they stamped. */
export async function runOneAtATime(
  seed: number,
  protections: OrderProtections = { locks: true, stampsFirst: true },
  relay: Relay = relayOnce,
): Promise<RelayRun> {
  const interleaving = new Interleaving(seed);
  const rows = new VersionRows(interleaving);
  const topic = new TopicLog(interleaving);
  const store = new OneRelayStore(rows, interleaving, protections);
  const reader = new StreamReader(rows, interleaving);
  await runAll<StampedRow>(interleaving, rows, topic, store, (stamped) => stamped, relay, [reader.follow(20)]);
  reader.look();

  const violations = deliveryViolations(rows, topic);
  const stamped = rows.committed.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
  if (stamped.some(({ position }, index) => position !== index + 1)) violations.push('positions have a gap');
  if (isInverted(stamped)) violations.push('revisions inverted in positions');
  if (isInverted(newerRevisions(topic.sent))) violations.push('revisions inverted on the topic');
  if (isInverted(newerPositions(topic.sent))) violations.push('revisions inverted for a receiver by position');
  if (topic.sent.some(({ row, position }) => row.position !== position))
    violations.push('a position was sent that belongs to another row');
  if (reader.gaps.length > 0) violations.push('a reader saw a gap');
  if (reader.read.length !== stamped.length) violations.push('a reader missed rows');
  return { violations, sent: topic.sent };
}

async function runAll<Row>(
  interleaving: Interleaving,
  rows: VersionRows,
  topic: TopicLog,
  store: RelayStore<Row>,
  message: (row: Row) => Sent,
  relay: Relay,
  others: readonly Promise<void>[],
): Promise<void> {
  const round = (): Promise<number | null> =>
    topic.round((send) => relay(store, (taken) => send(taken.map((row) => message(row)))));
  const relays = Array.from({ length: RELAYS }, async () => {
    for (let rounds = 0; rounds < ROUNDS; rounds++) await round();
  });
  const writers = Array.from({ length: WRITERS }, () => rows.write(TRANSACTIONS));
  await interleaving.run([...writers, ...relays, ...others]);

  // Whoever comes next, and lives: nothing may be left behind.
  interleaving.faultRate = 0;
  const last = async (): Promise<void> => {
    while ((await round()) !== 0);
  };
  await interleaving.run([last()]);
}

function deliveryViolations(rows: VersionRows, topic: TopicLog): string[] {
  const sent = new Set(topic.sent.map(({ row }) => row));
  const committed = new Set(rows.committed);
  return [
    ...(rows.committed.some((row) => !sent.has(row)) ? ['a committed row was lost'] : []),
    ...([...sent].some((row) => !committed.has(row)) ? ['a row was sent that was never committed'] : []),
    ...(topic.sentTwice.length > 0 ? ['sent twice without a crash'] : []),
  ];
}

/** What is left for a receiver that drops a revision which it has, or which is older than the one it has. */
function newerRevisions(sent: readonly Sent[]): VersionRow[] {
  const last = new Map<number, number>();
  return sent.flatMap(({ row }) => {
    if (row.revision <= (last.get(row.record) ?? 0)) return [];
    last.set(row.record, row.revision);
    return [row];
  });
}

/** What is left for a receiver that drops a position which is not beyond the last one of the record. */
function newerPositions(sent: readonly Sent[]): VersionRow[] {
  const last = new Map<number, number>();
  return sent.flatMap(({ row, position }) => {
    if ((position ?? 0) <= (last.get(row.record) ?? 0)) return [];
    last.set(row.record, position ?? 0);
    return [row];
  });
}

/** Each record's revisions are to be 1, 2, 3 …: one that comes late shows as one that was jumped. */
function isInverted(rows: readonly VersionRow[]): boolean {
  const last = new Map<number, number>();
  return rows.some(({ record, revision }) => {
    const isNext = revision === (last.get(record) ?? 0) + 1;
    last.set(record, revision);
    return !isNext;
  });
}

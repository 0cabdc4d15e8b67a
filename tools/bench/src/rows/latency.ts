import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { described, type Finding } from '../finding';
import { envelope } from '../load/webhook-requests';
import { quantile } from '../spread';
import type { Stage } from '../stage';
import { RowWatch } from './row-watch';

const IDLE_WEBHOOKS = 100;
const IDLE_GAP_MS = 60;
const STEADY_PER_SECOND = 100;
const STEADY_SECONDS = 10;
// Far above every id of the simulator: each webhook makes a row of its own.
const FIRST_ID = 50_000_000;

/** From the moment a webhook is sent to the moment another connection sees its row; alone, and at a steady rate. */
export async function latency(stage: Stage, rounds: number): Promise<Finding[]> {
  const url = await stage.callbackUrl();
  await stage.programs.start('ticket-service');
  const watch = await RowWatch.start(stage.settings.databaseUrl);
  const post = webhooks(stage, url, watch);
  const idle: number[][] = [];
  const steady: number[][] = [];
  try {
    await atRate(post, 2 * STEADY_PER_SECOND, STEADY_PER_SECOND);
    for (let round = 1; round <= rounds; round += 1) {
      idle.push(await oneByOne(post));
      steady.push(await atRate(post, STEADY_SECONDS * STEADY_PER_SECOND, STEADY_PER_SECOND));
      stage.say(
        `latency ${String(round)}/${String(rounds)}: alone p50 ${ms(idle.at(-1), 0.5)}, p99 ${ms(idle.at(-1), 0.99)}; at 100/s p50 ${ms(steady.at(-1), 0.5)}, p99 ${ms(steady.at(-1), 0.99)}`,
      );
    }
  } finally {
    await watch.stop();
    await stage.programs.stop('ticket-service');
  }
  return [
    finding('webhook sent → row visible, idle system, p50', 50, idle, 0.5),
    finding('the same, p99', 250, idle, 0.99),
    finding('webhook sent → row visible, 100 webhooks/s, p99', 500, steady, 0.99),
  ];
}

function finding(what: string, atMost: number, rounds: readonly (readonly number[])[], share: number): Finding {
  const count = rounds.reduce((sum, round) => sum + round.length, 0);
  const half = {
    name: `${String(count)} webhooks, median`,
    unit: 'ms',
    perRound: rounds.map((round) => quantile(round, 0.5)),
  };
  return {
    what,
    unit: 'ms',
    target: { atMost },
    perRound: rounds.map((round) => quantile(round, share)),
    sides: described(half),
  };
}

const ms = (values: readonly number[] | undefined, share: number): string =>
  `${quantile(values ?? [], share).toFixed(1)} ms`;

/** Sends one webhook; resolves with the milliseconds until its row was seen. */
type Post = () => Promise<number>;

function webhooks({ tickets }: Stage, url: string, watch: RowWatch): Post {
  let count = 0;
  return async () => {
    const ticket = tickets[count % tickets.length];
    if (ticket === undefined) throw new Error('There is no ticket to send.');
    const id = FIRST_ID + count;
    count += 1;
    const body = envelope(randomUUID(), JSON.stringify({ ...(JSON.parse(ticket.json) as object), id }));
    const sentAt = performance.now();
    const seen = watch.seen(id);
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!answer.ok) throw new Error(`the gateway answered ${String(answer.status)}`);
    await answer.arrayBuffer();
    return (await seen) - sentAt;
  };
}

async function oneByOne(post: Post): Promise<number[]> {
  const taken: number[] = [];
  for (let sent = 0; sent < IDLE_WEBHOOKS; sent += 1) {
    taken.push(await post());
    await sleep(IDLE_GAP_MS * (0.5 + Math.random()));
  }
  return taken;
}

/** By the clock, whether or not the earlier ones have arrived. */
async function atRate(post: Post, count: number, perSecond: number): Promise<number[]> {
  const startedAt = performance.now();
  const taken: Promise<number>[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const waitMs = startedAt + (sent * 1_000) / perSecond - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    taken.push(post());
  }
  return Promise.all(taken);
}

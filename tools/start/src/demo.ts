import { setTimeout as sleep } from 'node:timers/promises';
import { entityNames, type EntityName } from '@halosync/contracts';
import { mirroredRows, type Connection, type Mirrored, type GatewayClient, type SimulatorClient } from '@halosync/line';
import { progressLines } from './progress';
import type { Screen } from './screen';
import { isWhole, summarise, type Summary } from './summary';

const LOOK_EVERY_MS = 500;
// 200 changes in 10 s: quick, and no more at once than a busy desk makes.
const ONCE = { changes: 200, perSecond: 20 };
// A desk at work: something changes every other second. At first more, so that the table shows all four kinds.
const LIFE_PER_SECOND = 0.5;
const FIRST_LIFE = { perSecond: 4, timeoutMs: 10_000 };
const DRAIN_TIMEOUT_MS = 120_000;

export interface DemoTools {
  readonly gateway: GatewayClient;
  readonly simulator: SimulatorClient;
  readonly databaseUrl: string;
  readonly screen: Screen;
  readonly interrupted: AbortSignal;
}

/** The simulator as the tenant of a connection, from Save And Sync to the last row. */
export class Demo {
  private constructor(
    private readonly tools: DemoTools,
    readonly connection: Connection,
    private readonly before: Readonly<Record<EntityName, Mirrored>>,
  ) {}

  /** Saves the connection (or finds the one of an earlier start) and tells the simulator where to send webhooks. */
  static async connect(tools: DemoTools): Promise<Demo> {
    const credentials = await tools.simulator.credentials();
    const connection = await tools.gateway.saveAndSync(credentials, 'Demo (simulator)');
    await tools.simulator.sendWebhooksTo(connection.callbackUrl);
    return new Demo(tools, connection, await mirroredRows(tools.databaseUrl, connection.id));
  }

  /** Shows one bar per entity until the full read of each has ended, well or not. */
  async watchFirstSync(): Promise<void> {
    const { gateway, screen, interrupted } = this.tools;
    for (;;) {
      const { entities, runId } = await this.lookPatiently(() => gateway.connection(this.connection.id));
      const left = runId ? await this.lookPatiently(() => gateway.secondsLeft(runId)) : {};
      const lines = progressLines(entities, left);
      const isOver = entityNames.every((entity) => !['never', 'running'].includes(entities[entity].state));
      if (isOver) {
        screen.settle(lines);
        return;
      }
      screen.live(lines);
      await sleep(LOOK_EVERY_MS, undefined, { signal: interrupted });
    }
  }

  /** Life goes on in the simulator until everything stops. Resolves when it shows. */
  async live(): Promise<Summary> {
    const { simulator, interrupted } = this.tools;
    await simulator.live({ enabled: true, perSecond: FIRST_LIFE.perSecond });
    const deadline = Date.now() + FIRST_LIFE.timeoutMs;
    for (;;) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: interrupted });
      const summary = await this.summary();
      if (entityNames.some((entity) => summary[entity].liveChanges === 0) && Date.now() < deadline) continue;
      await simulator.live({ enabled: true, perSecond: LIFE_PER_SECOND });
      return summary;
    }
  }

  /** So many changes, then silence, until the tables have followed. */
  async liveOnce(): Promise<Summary> {
    const { simulator, screen, interrupted } = this.tools;
    screen.line(`Life in the simulator: ${String(ONCE.changes)} changes …`);
    await simulator.live({ enabled: true, perSecond: ONCE.perSecond, stopAfter: ONCE.changes });
    while (!(await simulator.life()).done) await sleep(LOOK_EVERY_MS, undefined, { signal: interrupted });
    await simulator.idle();
    return this.drained();
  }

  async summary(): Promise<Summary> {
    const { gateway, simulator, databaseUrl } = this.tools;
    const [{ counts }, mirrored, webhooks, connection] = await Promise.all([
      simulator.state(),
      mirroredRows(databaseUrl, this.connection.id),
      simulator.webhooksTaken(),
      gateway.connection(this.connection.id),
    ]);
    // Both since this start: the simulator forgets what it sent when it stops.
    for (const entity of entityNames) {
      mirrored[entity] = {
        ...mirrored[entity],
        liveChanges: mirrored[entity].liveChanges - this.before[entity].liveChanges,
      };
    }
    return summarise(counts, mirrored, webhooks, connection);
  }

  /** What is in the line arrives: until all is whole and nothing moves any more, or patience ends. */
  private async drained(): Promise<Summary> {
    let deadline = Date.now() + DRAIN_TIMEOUT_MS;
    let before: Summary | undefined;
    let isToldOfLimit = false;
    for (;;) {
      const now = await this.summary();
      const { budget } = await this.tools.gateway.connection(this.connection.id);
      const isWaiting = (budget?.waiting ?? 0) > 0;
      if (budget && isWaiting && budget.used >= budget.limit) {
        // Halo's limit, not ours: a few starts in a row use up what Halo allows, and the rest has to wait.
        deadline = Date.now() + DRAIN_TIMEOUT_MS;
        const limit = `${String(budget.limit)} calls in ${String(budget.windowSeconds)} s`;
        if (!isToldOfLimit) this.tools.screen.line(`Halo's limit is reached (${limit}); waiting for free ones …`);
        isToldOfLimit = true;
      }
      if (isWhole(now) && !isWaiting && JSON.stringify(now) === JSON.stringify(before)) return now;
      if (Date.now() > deadline) return now;
      before = now;
      await sleep(LOOK_EVERY_MS * 2, undefined, { signal: this.tools.interrupted });
    }
  }

  /** The gateway may be on its way back from a restart: that is no reason to give up. */
  private async lookPatiently<Result>(look: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await look();
      } catch (error) {
        if (attempt >= 20) throw error;
        await sleep(1_000, undefined, { signal: this.tools.interrupted });
      }
    }
  }
}

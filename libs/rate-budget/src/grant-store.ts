import type { PoolClient } from 'pg';
import { lockBudgetRow, readBudgetRow } from './budget-row';
import type { BudgetStatements } from './budget-statements';
import { budgetTiming } from './budget-timing';
import { clockStep, type ClockReading } from './clock-step';
import { decideGrant, type BudgetState, type Grant, type SeenWaiter, type Wait } from './decide-grant';
import type { GrantClock } from './held-slot';
import type { Lane } from './lane';
import { requestLimit } from './request-limit';
import { named, runTimed, withClient, type ClientSource } from './transaction';

/** How many wait in each lane of this process. */
export type Demand = ReadonlyMap<Lane, number>;

/** A grant with the two clocks at its moment. */
export interface TimedGrant extends Grant {
  readonly windowMs: number;
  /** Database time before anything was sent, and own time not after it. */
  readonly clock: GrantClock;
}

export interface TimedWait extends Wait {
  readonly windowMs: number;
}

export interface GrantStoreOptions {
  readonly source: ClientSource;
  readonly statements: BudgetStatements;
  readonly holder: string;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
  readonly onClockStep: (instance: string, stepMs: number) => void;
}

interface Gate {
  now: number;
  slot: number;
  free_at: number;
  epoch: number;
  waiters: SeenWaiter[];
}

// A reading is compared with one that is up to a fifth of a window old: often enough replaced to follow two quartz clocks,
// seldom enough that a clock which is put right bit by bit is seen.
const REFERENCE_WINDOWS = 1 / 5;
// No slot can be busy for longer than a whole busy time, unless the database's clock stepped back while nobody looked.
const IMPOSSIBLE_AHEAD_MS = 1_000;

interface Decided {
  readonly decision: TimedGrant | TimedWait;
  readonly reference: ClockReading;
}

/** The grant's transaction: four round trips under the instance's row lock. */
export class GrantStore {
  readonly #references = new Map<string, ClockReading>();

  constructor(private readonly options: GrantStoreOptions) {}

  /** One try for the lanes in which this process waits; the table shows afterwards who of them still does. */
  async tryGrant(instance: string, demand: Demand): Promise<TimedGrant | TimedWait> {
    return withClient(this.options.source, async (client) => {
      const { decision, reference } = await this.#decide(client, instance, demand);
      const isWritten = await this.#write(client, instance, demand, decision);
      await runTimed(client, { text: 'COMMIT' });
      // Not before the commit: a step that was rolled back has to be found again.
      this.#references.set(instance, reference);
      // The slot was released late, just now: the next try finds another.
      return isWritten ? decision : { kind: 'wait', waitMs: 0, why: 'slot', windowMs: decision.windowMs };
    });
  }

  /** Notes both clocks, so that the first grant too sees a step. To be done when a process starts. */
  async note(instance: string): Promise<void> {
    if (this.#references.has(instance)) return;
    const { source, statements, now } = this.options;
    const reference = await withClient(source, async (client) => {
      const askedMs = now();
      const { now: databaseMs, knownStepsMs } = await readBudgetRow(client, statements.lock, instance);
      return { databaseMs, askedMs, answeredMs: now(), knownStepsMs };
    });
    this.#references.set(instance, reference);
  }

  async #decide(client: PoolClient, instance: string, demand: Demand): Promise<Decided> {
    const { statements, now } = this.options;
    const row = await lockBudgetRow(client, statements.lock, instance);
    const { windowMs } = row.limits;
    const limit = requestLimit(row.limits, row.now);
    let {
      knownStepsMs,
      tat,
      limits: { blockedUntil },
    } = row;
    let reference = this.#references.get(instance);
    for (;;) {
      const askedMs = now();
      const gate = await this.#readGate(client, instance, limit);
      const reading = { databaseMs: gate.now, askedMs, answeredMs: now(), knownStepsMs };
      const stepMs = findStep(reference, reading, gate, windowMs);
      if (stepMs !== 0) {
        const busyMs = budgetTiming(windowMs).busyMs;
        await runTimed(client, { text: statements.step, values: [instance, stepMs, busyMs] });
        this.options.onClockStep(instance, stepMs);
        knownStepsMs += stepMs;
        tat += Math.max(stepMs, 0);
        blockedUntil = Math.min(blockedUntil + Math.max(stepMs, 0), gate.now + windowMs);
        // After a step forward the old reading stays true, as the step is counted now.
        if (stepMs < 0) reference = { ...reading, knownStepsMs };
        continue;
      }
      const isOld = reference === undefined || askedMs - reference.answeredMs > windowMs * REFERENCE_WINDOWS;
      const state: BudgetState = {
        ...{ now: gate.now, windowMs, limit, blockedUntil, tat, grantsSinceFloor: row.grantsSinceFloor },
        ...{ gate: { slot: gate.slot, freeAt: gate.free_at, epoch: gate.epoch }, waiters: gate.waiters },
      };
      const decision = decideGrant(state, [...demand.keys()]);
      return {
        reference: reference === undefined || isOld ? reading : reference,
        decision:
          decision.kind === 'wait'
            ? { ...decision, windowMs }
            : { ...decision, windowMs, clock: { databaseMs: gate.now, monotonicMs: askedMs, knownStepsMs } },
      };
    }
  }

  async #readGate(client: PoolClient, instance: string, limit: number): Promise<Gate> {
    const { read } = this.options.statements;
    const { rows } = await runTimed<Gate>(client, { name: named(read), text: read, values: [instance, limit] });
    // `ensure` makes as many slots as the setting, and no limit exceeds it.
    if (rows[0] === undefined) throw new Error(`The budget of ${instance} has fewer slots than its limit.`);
    return rows[0];
  }

  async #write(client: PoolClient, instance: string, demand: Demand, decision: Grant | Wait): Promise<boolean> {
    const { statements, holder } = this.options;
    const left = [...demand].flatMap(([lane, count]): [Lane, number][] => {
      const waiting = decision.kind === 'grant' && decision.lane === lane ? count - 1 : count;
      return waiting > 0 ? [[lane, waiting]] : [];
    });
    const waiters = [instance, holder, left.map(([lane]) => lane), left.map(([, waiting]) => waiting)];
    if (decision.kind === 'wait') {
      await runTimed(client, { name: named(statements.wait), text: statements.wait, values: waiters });
      return true;
    }
    const { slot, epoch, freeAt, lane, tat, grantsSinceFloor } = decision;
    const values = [...waiters, slot, epoch, freeAt, lane, tat, grantsSinceFloor];
    const { rowCount } = await runTimed(client, { name: named(statements.grant), text: statements.grant, values });
    return rowCount === 1;
  }
}

function findStep(reference: ClockReading | undefined, reading: ClockReading, gate: Gate, windowMs: number): number {
  const stepMs = reference === undefined ? 0 : clockStep(reference, reading);
  if (stepMs !== 0) return stepMs;
  const aheadMs = gate.free_at - gate.now - budgetTiming(windowMs).busyMs;
  return aheadMs > IMPOSSIBLE_AHEAD_MS ? -aheadMs : 0;
}

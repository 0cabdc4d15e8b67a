import { AppError } from '@halosync/errors';
import { GrantQueue } from './grant-queue';
import type { Demand, TimedGrant, TimedWait } from './grant-store';
import type { Lane } from './lane';

const later: TimedWait = { kind: 'wait', waitMs: 60_000, why: 'slot', windowMs: 300_000 };
const grantOf = (lane: Lane, slot = 1): TimedGrant => ({
  ...{ kind: 'grant', lane, slot, epoch: 1, freeAt: 0, tat: 0, grantsSinceFloor: 0 },
  ...{ windowMs: 300_000, clock: { databaseMs: 0, monotonicMs: 0, knownStepsMs: 0 } },
});

/** A queue before a budget that answers as the test says: one answer after the other, the last one again and again. */
function aQueue(...answers: ((demand: Demand) => TimedGrant | TimedWait)[]) {
  const seen = { demands: [] as Record<string, number>[], givenBack: [] as TimedGrant[], withdrawals: 0 };
  const queue = new GrantQueue({
    tryGrant: async (demand) => {
      await Promise.resolve();
      seen.demands.push(Object.fromEntries(demand));
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === undefined) throw new Error('No answer.');
      return answer(demand);
    },
    giveBack: (grant) => void seen.givenBack.push(grant),
    withdraw: async () => {
      await Promise.resolve();
      seen.withdrawals += 1;
    },
    random: () => 0,
  });
  return { queue, seen };
}

describe('GrantQueue', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('asks once for fifty workers, not fifty times', async () => {
    const { queue, seen } = aQueue(() => later);
    const workers = Array.from({ length: 50 }, () =>
      queue.acquire('backfill', { deadlineMs: 5_000 }).catch(() => 'late'),
    );
    await jest.advanceTimersByTimeAsync(900);
    expect(seen.demands.length).toBeLessThanOrEqual(2);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(new Set(await Promise.all(workers))).toEqual(new Set(['late']));
  });

  it('serves a lane in the order in which its workers came', async () => {
    let slot = 0;
    const { queue } = aQueue(() => grantOf('delta', ++slot));
    const grants = await Promise.all([
      queue.acquire('delta', {}),
      queue.acquire('delta', {}),
      queue.acquire('delta', {}),
    ]);
    expect(grants.map((grant) => grant.slot)).toEqual([1, 2, 3]);
  });

  it('asks at once for a lane that comes anew, also while it is asking', async () => {
    const { queue, seen } = aQueue(
      () => {
        void queue.acquire('refetch', {});
        return later;
      },
      () => grantOf('refetch'),
      () => later,
    );
    void queue.acquire('backfill', {});
    await jest.advanceTimersByTimeAsync(1);
    expect(seen.demands.slice(0, 2)).toEqual([{ backfill: 1 }, { backfill: 1, refetch: 1 }]);
  });

  it('looks every second, so that other replicas see who waits', async () => {
    const { queue, seen } = aQueue(() => later);
    void queue.acquire('backfill', {});
    await jest.advanceTimersByTimeAsync(10_500);
    expect(seen.demands).toHaveLength(11);
  });

  it('gives back what nobody wants any more, and withdraws', async () => {
    const gone = new AbortController();
    const { queue, seen } = aQueue(() => {
      gone.abort(new Error('stopping'));
      return grantOf('refetch');
    });
    await expect(queue.acquire('refetch', { signal: gone.signal })).rejects.toThrow('stopping');
    await jest.advanceTimersByTimeAsync(1);
    expect(seen.givenBack).toHaveLength(1);
  });

  it('withdraws when the last one that waited has gone', async () => {
    const { queue, seen } = aQueue(() => later);
    await Promise.all([
      expect(queue.acquire('refetch', { deadlineMs: 100 })).rejects.toMatchObject({
        code: 'budget_timeout',
        retryable: true,
      }),
      jest.advanceTimersByTimeAsync(200),
    ]);
    expect(seen.withdrawals).toBe(1);
  });

  it('does not withdraw after a grant: its transaction did', async () => {
    const { queue, seen } = aQueue(() => grantOf('refetch'));
    await queue.acquire('refetch', {});
    await jest.advanceTimersByTimeAsync(10);
    expect(seen.withdrawals).toBe(0);
  });

  it('tries again while Postgres is away', async () => {
    const away = (): never => {
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    };
    const { queue } = aQueue(away, away, () => grantOf('console'));
    const [grant] = await Promise.all([queue.acquire('console', {}), jest.advanceTimersByTimeAsync(10_000)]);
    expect(grant.lane).toBe('console');
  });

  it('names the cause at the deadline', async () => {
    const { queue } = aQueue(() => {
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    });
    const late = queue.acquire('console', { deadlineMs: 3_000 });
    await Promise.all([
      expect(late).rejects.toMatchObject({ code: 'budget_timeout', cause: { message: 'refused' } }),
      jest.advanceTimersByTimeAsync(6_000),
    ]);
  });

  it('refuses all at once where trying again cannot help', async () => {
    const { queue } = aQueue(() => {
      throw new AppError('not_found', 'no such budget');
    });
    await expect(queue.acquire('delta', {})).rejects.toThrow('no such budget');
  });

  it('refuses those that wait when it closes', async () => {
    const { queue } = aQueue(() => later);
    const waiting = queue.acquire('delta', {});
    await Promise.all([expect(waiting).rejects.toThrow('closing'), queue.close(new Error('closing'))]);
  });
});

import { AppError } from '@halosync/errors';
import type { IncomingMessage } from '@halosync/kafka';
import { silentLog } from '@halosync/observability';
import type { Candidate } from './decode-message';
import type { ChunkSteps } from './take-chunk';
import { takeChunk } from './take-chunk';

const aMessage = (offset: number): IncomingMessage => ({
  topic: 'halo.ticket.received',
  partition: 0,
  offset: String(offset),
  key: `key ${String(offset)}`,
  value: null,
  headers: {},
});

const transient = (): Error => Object.assign(new Error('the database is starting'), { code: '57P03' });
const poison = (): Error => new AppError('record_invalid', 'no id');
const bug = (): Error => new TypeError('undefined is not a function');

/** Steps that remember what they were asked; `fail` says what goes wrong with one of the messages. */
function someSteps(fail: { decode?: (offset: string) => Error | null; store?: (offset: string) => Error | null }) {
  const seen = {
    stored: [] as string[][],
    attempts: [] as string[][],
    buried: [] as { offset: string; failure: string; error: unknown }[],
    logged: [] as string[],
  };
  // No more of a candidate matters here than which message it comes from.
  const offsetOf = (candidate: Candidate): string => candidate.facts.deliveryId;
  const steps: ChunkSteps = {
    decode: ({ offset }) => {
      const error = fail.decode?.(offset) ?? null;
      if (error !== null) throw error;
      return { facts: { deliveryId: offset } } as Candidate; // see offsetOf
    },
    store: (candidates) => {
      const offsets = candidates.map(offsetOf);
      seen.attempts.push(offsets);
      for (const offset of offsets) {
        const error = fail.store?.(offset) ?? null;
        if (error !== null) return Promise.reject(error);
      }
      seen.stored.push(offsets);
      return Promise.resolve({ apply: offsets.length });
    },
    bury: ({ offset }, failure, error) => {
      seen.buried.push({ offset, failure, error });
      return Promise.resolve();
    },
    log: {
      ...silentLog,
      warn: (message) => seen.logged.push(`warn ${message}`),
      error: (message) => seen.logged.push(`error ${message}`),
    },
  };
  return { steps, seen };
}

const chunk = [aMessage(1), aMessage(2), aMessage(3)];

// Full jitter times nothing: no attempt waits.
beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

describe('takeChunk', () => {
  it('stores a good chunk in one go', async () => {
    const { steps, seen } = someSteps({});
    await expect(takeChunk(chunk, steps)).resolves.toEqual({ apply: 3 });
    expect(seen).toMatchObject({ stored: [['1', '2', '3']], buried: [] });
  });

  it('throws a transient failure on, so that the same messages come again', async () => {
    const { steps, seen } = someSteps({ store: () => transient() });
    await expect(takeChunk(chunk, steps)).rejects.toMatchObject({ code: '57P03' });
    expect(seen).toMatchObject({ attempts: [['1', '2', '3']], buried: [] });
  });

  it('puts poison aside at the first attempt, and only that message', async () => {
    const { steps, seen } = someSteps({ decode: (offset) => (offset === '2' ? poison() : null) });
    await expect(takeChunk(chunk, steps)).resolves.toEqual({ apply: 2, dead: 1 });
    expect(seen.stored).toEqual([['1'], ['3']]);
    expect(seen.buried).toMatchObject([{ offset: '2', failure: 'poison', error: { code: 'record_invalid' } }]);
    expect(seen.logged).toEqual(['warn message put aside']);
  });

  it('finds the row that the database will never take', async () => {
    const outOfRange = Object.assign(new Error('integer out of range'), { code: '22003' });
    const { steps, seen } = someSteps({ store: (offset) => (offset === '3' ? outOfRange : null) });
    await expect(takeChunk(chunk, steps)).resolves.toEqual({ apply: 2, dead: 1 });
    expect(seen.attempts).toEqual([['1', '2', '3'], ['1'], ['2'], ['3']]);
    expect(seen.buried).toMatchObject([{ offset: '3', failure: 'poison' }]);
  });

  it('gives a bug ten attempts, then puts its message aside loudly', async () => {
    const { steps, seen } = someSteps({ store: (offset) => (offset === '1' ? bug() : null) });
    await expect(takeChunk(chunk, steps)).resolves.toEqual({ apply: 2, dead: 1 });
    expect(seen.attempts.filter((offsets) => offsets.length === 1 && offsets[0] === '1')).toHaveLength(10);
    expect(seen.stored).toEqual([['2'], ['3']]);
    expect(seen.buried).toMatchObject([{ offset: '1', failure: 'unknown' }]);
    expect(seen.logged).toEqual(['error message put aside']);
  });

  it('puts nothing aside that a later attempt can take', async () => {
    let failures = 4;
    const { steps, seen } = someSteps({ store: (offset) => (offset === '2' && failures-- > 0 ? bug() : null) });
    await expect(takeChunk(chunk, steps)).resolves.toEqual({ apply: 3 });
    expect(seen).toMatchObject({ stored: [['1'], ['2'], ['3']], buried: [] });
  });

  it('stops at a transient failure among the single messages: what was done is dropped when it comes again', async () => {
    const { steps, seen } = someSteps({
      decode: (offset) => (offset === '1' ? poison() : null),
      store: (offset) => (offset === '3' ? transient() : null),
    });
    await expect(takeChunk(chunk, steps)).rejects.toMatchObject({ code: '57P03' });
    expect(seen.buried).toMatchObject([{ offset: '1' }]);
    expect(seen.stored).toEqual([['2']]);
  });

  it('does not lose a message whose burial fails', async () => {
    const { steps } = someSteps({ decode: (offset) => (offset === '2' ? poison() : null) });
    await expect(takeChunk(chunk, { ...steps, bury: () => Promise.reject(transient()) })).rejects.toMatchObject({
      code: '57P03',
    });
  });
});

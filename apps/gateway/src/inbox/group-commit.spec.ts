import { AppError } from '@halosync/errors';
import { GroupCommit } from './group-commit';

type Write = (items: readonly string[]) => Promise<readonly string[]>;

const commits = (
  write: Write,
  given: { concurrency?: number; deadlineMs?: number; maxItems?: number } = {},
): GroupCommit<string, string> =>
  new GroupCommit({
    write,
    sizeOf: (item) => item.length,
    maxItems: 100,
    maxBytes: 1_000,
    concurrency: 1,
    deadlineMs: 1_000,
    ...given,
  });

const acknowledged: Write = (items) => Promise.resolve(items.map((item) => `${item} done`));

describe('group commit', () => {
  it('what comes in one turn shares one statement, and each gets its own answer', async () => {
    const write = jest.fn(acknowledged);
    const group = commits(write);
    expect(await Promise.all(['a', 'b', 'c'].map((item) => group.add(item)))).toEqual(['a done', 'b done', 'c done']);
    expect(write.mock.calls).toEqual([[['a', 'b', 'c']]]);
  });

  it('what comes while a statement is under way goes into the next one', async () => {
    const release: (() => void)[] = [];
    const write = jest.fn<ReturnType<Write>, Parameters<Write>>(async (items) => {
      await new Promise<void>((resolve) => release.push(resolve));
      return acknowledged(items);
    });
    const group = commits(write);
    const first = group.add('a');
    await new Promise(setImmediate);
    const later = Promise.all([group.add('b'), group.add('c')]);
    await new Promise(setImmediate);
    expect(write).toHaveBeenCalledTimes(1);
    release[0]?.();
    await first;
    await new Promise(setImmediate);
    expect(write.mock.calls[1]).toEqual([['b', 'c']]);
    release[1]?.();
    expect(await later).toEqual(['b done', 'c done']);
  });

  it('keeps a statement to its limits of items and bytes', async () => {
    const write = jest.fn(acknowledged);
    const group = commits(write, { maxItems: 2 });
    await Promise.all(['a', 'b', 'x'.repeat(900), 'y'.repeat(900), 'c'].map((item) => group.add(item)));
    expect(write.mock.calls.map(([items]) => items.map((item) => item[0]))).toEqual([['a', 'b'], ['x'], ['y', 'c']]);
  });

  it('an item larger than the limit goes alone', async () => {
    const write = jest.fn(acknowledged);
    await commits(write).add('x'.repeat(5_000));
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('an outage fails all of a batch, and only that batch', async () => {
    let isAway = true;
    const group = commits((items) =>
      isAway ? Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })) : acknowledged(items),
    );
    const outcomes = await Promise.allSettled([group.add('a'), group.add('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isAway = false;
    expect(await group.add('c')).toBe('c done');
  });

  it('an item that cannot be written costs the others nothing', async () => {
    const group = commits((items) =>
      items.includes('bad')
        ? Promise.reject(Object.assign(new Error('invalid'), { code: '22021' }))
        : acknowledged(items),
    );
    const outcomes = await Promise.allSettled(['a', 'bad', 'b'].map((item) => group.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('nobody waits longer than the deadline, and who gave up is not written later', async () => {
    const write = jest.fn<ReturnType<Write>, Parameters<Write>>(() => new Promise(() => undefined));
    const group = commits(write, { deadlineMs: 20 });
    const [first, second] = [group.add('a'), new Promise(setImmediate).then(() => group.add('b'))];
    await expect(first).rejects.toMatchObject({ code: 'unavailable' });
    await expect(second).rejects.toThrow(AppError);
    expect(write).toHaveBeenCalledTimes(1);
  });
});

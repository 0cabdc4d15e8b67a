import { eventually } from './eventually';

describe('eventually', () => {
  it('returns what the assertion returns once it holds', async () => {
    let tries = 0;
    const result = await eventually(
      () => {
        tries += 1;
        if (tries < 3) throw new Error('not yet');
        return 'there';
      },
      { intervalMs: 1 },
    );
    expect(result).toBe('there');
    expect(tries).toBe(3);
  });

  it('throws the last failure when the time is over', async () => {
    const never = eventually(() => Promise.reject(new Error('still not')), { timeoutMs: 5, intervalMs: 1 });
    await expect(never).rejects.toThrow('still not');
  });
});

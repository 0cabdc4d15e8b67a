import { closingLine, splitArguments, sum, totalsOf } from './test-run';

describe('the closing line', () => {
  it('leaves out what is not there', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(closingLine({ passed: 12, failed: 3, skipped: 1 })).toBe('12 passed, 3 failed, 1 skipped');
  });

  it('sums over all runs', () => {
    const run = { passed: 2, failed: 1, skipped: 3 };
    expect(sum([run, run])).toEqual({ passed: 4, failed: 2, skipped: 6 });
  });
});

describe('the totals of a run', () => {
  it('count a file that does not load as a failure', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      numRuntimeErrorTestSuites: 1,
    };
    expect(totalsOf(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });
});

describe('the arguments', () => {
  it('name kinds, and the rest is for jest', () => {
    expect(splitArguments(['int', 'libs/kafka', '-t', 'rebalance'])).toEqual({
      kinds: ['int'],
      forJest: ['libs/kafka', '-t', 'rebalance'],
      soakMinutes: null,
    });
  });

  it('let end to end specs go on for minutes', () => {
    const soaked = { kinds: ['e2e'], forJest: ['budget.e2e-spec.ts'] };
    expect(splitArguments(['soak', 'budget.e2e-spec.ts'])).toEqual({ ...soaked, soakMinutes: 20 });
    expect(splitArguments(['soak', '--minutes', '3', 'budget.e2e-spec.ts'])).toEqual({ ...soaked, soakMinutes: 3 });
    expect(() => splitArguments(['soak', '--minutes'])).toThrow('--minutes');
  });

  it('without a kind mean all, in order', () => {
    expect(splitArguments(['libs/kafka']).kinds).toEqual(['unit', 'int', 'e2e']);
  });
});

import { SWEEP_ABOVE, sweepStep, sweptEntities } from './storm';

const gathering = { gatheringMs: 5_000, quietMs: 0, run: 'none' } as const;

describe('a sweep', () => {
  it('waits for the storm to calm, and for no more than a minute', () => {
    expect(sweepStep({ ...gathering, quietMs: 2_999 })).toBe('wait');
    expect(sweepStep({ ...gathering, quietMs: 3_000 })).toBe('start');
    expect(sweepStep({ ...gathering, gatheringMs: 59_999 })).toBe('wait');
    expect(sweepStep({ ...gathering, gatheringMs: 60_000 })).toBe('start');
  });

  it('lasts as long as its run', () => {
    expect(sweepStep({ gatheringMs: 600_000, quietMs: 600_000, run: 'open' })).toBe('wait');
    expect(sweepStep({ gatheringMs: 10_000, quietMs: 0, run: 'over' })).toBe('end');
  });

  it('gives up where its run cannot begin, so that the records are read one by one', () => {
    expect(sweepStep({ ...gathering, quietMs: 90_000, gatheringMs: 119_999 })).toBe('start');
    expect(sweepStep({ ...gathering, quietMs: 90_000, gatheringMs: 120_000 })).toBe('end');
  });

  it('is for entities whose rows say when they changed', () => {
    expect(sweptEntities).toEqual(['ticket', 'invoice']);
  });

  it('costs fewer calls than single reads from its threshold on', () => {
    const swept = (records: number): number => Math.ceil(records / 100) + 1;
    for (const records of [SWEEP_ABOVE + 1, 100, 101, 5_000]) expect(swept(records)).toBeLessThan(records / 4);
  });
});

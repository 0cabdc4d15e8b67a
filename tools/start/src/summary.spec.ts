import { perEntity } from '@halosync/contracts';
import { isWhole, summaryTable, type EntitySummary, type Summary } from './summary';

const whole: EntitySummary = { inHalo: 1_200, inPostgres: 1_200, webhooks: 14, liveChanges: 9, state: 'complete' };
const all = (change: Partial<EntitySummary> = {}): Summary => ({
  ...perEntity(() => whole),
  invoice: { ...whole, ...change },
});

describe('a summary', () => {
  it('is whole when all four are complete and equal', () => {
    expect(isWhole(all())).toBe(true);
  });

  it.each([
    ['a row is missing', { inPostgres: 1_199 }],
    ['a row is too many', { inPostgres: 1_201 }],
    ['one ended with exceptions', { state: 'complete_with_exceptions' }],
    ['one still runs', { state: 'running' }],
  ])('is not whole when %s', (_, change) => {
    expect(isWhole(all(change))).toBe(false);
  });

  it('reads as a table', () => {
    expect(summaryTable(all())).toEqual([
      '             in Halo   in Postgres   webhooks received   changes live',
      '  tickets      1,200         1,200                  14              9   complete',
      '  sites        1,200         1,200                  14              9   complete',
      '  users        1,200         1,200                  14              9   complete',
      '  invoices     1,200         1,200                  14              9   complete',
    ]);
  });
});

import { perEntity } from '@halosync/contracts';
import type { LossFacts } from './loss-hints';
import { lossHints } from './loss-hints';

const fine = { told: 95, lost: 0 };
const facts = (over: Partial<LossFacts> = {}): LossFacts => ({
  counts: perEntity(() => ({ created: fine, updated: fine, deleted: fine })),
  lastWebhookAt: new Date('2026-11-25T10:00:00Z'),
  lostSince: 0,
  ...over,
});
const words = (given: LossFacts): [unknown, unknown, string][] =>
  lossHints(given).map(({ entity, event, text }) => [entity, event, text]);

describe('the likely cause of what webhooks lost', () => {
  it('is not asked for where nothing was lost', () => {
    expect(lossHints(facts())).toEqual([]);
    expect(lossHints(facts({ lastWebhookAt: null }))).toEqual([]);
  });

  it('no webhook ever: none is set up, or none gets here', () => {
    const counts = perEntity(() => ({ created: fine, updated: { told: 0, lost: 1 }, deleted: fine }));
    expect(words(facts({ counts, lastWebhookAt: null }))).toEqual([
      [null, null, expect.stringContaining('No webhook has ever come')],
    ]);
  });

  it('everything from some moment on: disabled or unreachable', () => {
    const counts = { ...facts().counts, ticket: { created: fine, updated: { told: 40, lost: 9 }, deleted: fine } };
    expect(words(facts({ counts, lostSince: 9 }))).toEqual([
      [null, null, expect.stringContaining('since 2026-11-25T10:00:00.000Z')],
    ]);
  });

  it('one entity entirely: its events are not ticked', () => {
    const none = { told: 0, lost: 2 };
    const counts = { ...facts().counts, invoice: { created: none, updated: none, deleted: { told: 0, lost: 0 } } };
    expect(words(facts({ counts }))).toEqual([
      ['invoice', null, expect.stringContaining('Invoice Created, Invoice Updated, Invoice Deleted')],
    ]);
  });

  it('one event of an entity: that one is not ticked', () => {
    const counts = { ...facts().counts, site: { created: fine, updated: { told: 0, lost: 4 }, deleted: fine } };
    expect(words(facts({ counts }))).toEqual([['site', 'updated', expect.stringContaining('Site Updated is missing')]]);
  });

  it('deleted tickets: Halo has no such event among the eleven', () => {
    const counts = { ...facts().counts, ticket: { created: fine, updated: fine, deleted: { told: 0, lost: 5 } } };
    expect(words(facts({ counts }))).toEqual([['ticket', 'deleted', expect.stringContaining('Ticket Deleted')]]);
  });

  it('a few of every kind: Halo gives single deliveries up', () => {
    const counts = perEntity(() => ({ created: fine, updated: { told: 95, lost: 5 }, deleted: fine }));
    expect(words(facts({ counts }))).toEqual([[null, null, expect.stringContaining('Single deliveries')]]);
  });

  it('many of every kind: deliveries fail', () => {
    const counts = perEntity(() => ({ created: fine, updated: { told: 50, lost: 50 }, deleted: fine }));
    expect(words(facts({ counts }))).toEqual([[null, null, expect.stringContaining('failures and timeouts')]]);
  });
});

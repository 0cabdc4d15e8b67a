import { ENTITIES, FACTS } from '../world/entity';
import { coreOf } from '../world/core-of';
import { idAt, isGenerated, lastGeneratedId, positionOf } from './census';
import { GENERATORS } from './generator';
import { ticketHead } from './ticket-head';
import type { Census } from './census';

const census: Census = {
  seed: 7,
  anchor: Date.parse('2026-10-01T00:00:00Z'),
  counts: { ticket: 600, site: 80, user: 200, invoice: 150, client: 30 },
};

describe.each(ENTITIES)('generated %ss', (entity) => {
  const everyId = Array.from({ length: census.counts[entity] }, (_, index) => idAt(entity, index));
  const { core, document } = GENERATORS[entity];

  it('are the same for the same seed and others for another', () => {
    const texts = everyId.map((id) => JSON.stringify(document(census, id)));
    expect(everyId.map((id) => JSON.stringify(document({ ...census }, id)))).toEqual(texts);
    expect(JSON.stringify(document({ ...census, seed: 8 }, everyId[20] ?? 0))).not.toBe(texts[20]);
  });

  it('have a core that agrees with their document, and times before the anchor', () => {
    for (const id of everyId) {
      const made = core(census, id);
      // The document's own fields over an empty core must give the generator's core again.
      const blank = {
        modified: 0,
        happened: 0,
        hidden: false,
        client: made.client,
        site: made.site,
        user: made.user,
        status: 0,
        kind: made.kind,
      };
      expect(coreOf(entity, blank, document(census, id))).toEqual(made);
      expect(made.modified).toBeLessThan(census.anchor);
      expect(made.modified).toBeGreaterThanOrEqual(Date.parse('2024-01-01'));
    }
  });

  it('carry the modified time, the version field and fields that no swagger names', () => {
    expect(document(census, everyId[0] ?? 0)).toMatchObject({
      [FACTS[entity].modified]: expect.any(String),
      simversion: 0,
      customfields: expect.any(Array),
      _acme_sync_marker: expect.any(String),
    });
  });

  it('number with gaps, there and back', () => {
    expect(everyId.map((id) => positionOf(entity, id))).toEqual(everyId.map((_, index) => index));
    expect(lastGeneratedId(census, entity)).toBe(everyId.at(-1));
    expect(isGenerated(census, entity, (everyId.at(-1) ?? 0) + 1)).toBe(false);
    expect(new Set(everyId).size).toBe(everyId.length);
  });
});

describe('generated relations', () => {
  const counted = (entity: 'ticket' | 'user' | 'site', count: number) =>
    Array.from({ length: count }, (_, index) => idAt(entity, index));

  it('name sites, users and clients that exist', () => {
    for (const id of counted('ticket', 600)) {
      const { client, site, user } = GENERATORS.ticket.core(census, id);
      expect(isGenerated(census, 'user', user)).toBe(true);
      expect(GENERATORS.user.core(census, user)).toMatchObject({ site, client });
      expect(GENERATORS.site.core(census, site)).toMatchObject({ client });
      expect(isGenerated(census, 'client', client)).toBe(true);
    }
  });

  it('give each site a General User', () => {
    const general = counted('user', 200).filter(
      (id) => GENERATORS.user.document(census, id)['name'] === 'General User',
    );
    expect(general).toHaveLength(80);
  });

  it('add invoices up to the cent', () => {
    for (let index = 0; index < 150; index += 1) {
      const invoice = GENERATORS.invoice.document(census, idAt('invoice', index));
      const lines = invoice['lines'] as readonly { net_amount: number; tax_amount: number }[];
      const sum = lines.reduce((total, line) => total + line.net_amount + line.tax_amount, 0);
      expect(Math.abs(Number(invoice['total']))).toBeCloseTo(sum, 2);
      expect(Number(invoice['amountdue']) + Number(invoice['amountpaid'])).toBeCloseTo(Number(invoice['total']), 2);
    }
  });

  it('show in a head what the document says', () => {
    for (const id of counted('ticket', 50)) {
      expect(GENERATORS.ticket.document(census, id)).toMatchObject(
        ticketHead(census, id, GENERATORS.ticket.core(census, id)),
      );
    }
  });

  it('write text that breaks careless readers: umlauts, CJK, emoji, quotes, HTML, NUL', () => {
    const text = counted('ticket', 600)
      .map((id) => JSON.stringify(GENERATORS.ticket.document(census, id)))
      .join('');
    for (const odd of ['ü', '日', '🚨', '\\"', '<image001.png>', '\\u0000', "O''Brien"]) expect(text).toContain(odd);
  });
});

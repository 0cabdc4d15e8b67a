import { progressLines } from './progress-lines';

const counts = {
  ...{ state: 'running', inHalo: 200, seen: 100, published: 100, applied: 90, unchanged: 10, stale: 0, rechecked: 0 },
  ...{ dead: 0, committed: 100, dropped: 0, detail: null, inPostgres: null, repaired: 0 },
};

describe('progress', () => {
  it('is a bar for each entity, as far as it got', () => {
    const lines = progressLines({
      entities: { ticket: counts, site: { ...counts, seen: 260, dead: 2, state: 'complete' } },
    });
    expect(lines).toEqual([
      `ticket   ${'█'.repeat(15)}${'░'.repeat(15)} 100 of 200, 90 changed  running`,
      `site     ${'█'.repeat(30)} 260 of 200, 90 changed, 2 dead  complete`,
    ]);
  });

  it('an entity of which Halo names no number has an empty bar until it ends', () => {
    expect(progressLines({ entities: { user: { ...counts, inHalo: null } } })[0]).toContain(
      `${'░'.repeat(30)} 100 of ?`,
    );
  });
});

import { compareWithHalo } from './compare-with-halo';

const answer = (record: object | null): Parameters<typeof compareWithHalo>[1] => ({
  absent: record === null,
  documentJson: record === null ? '' : JSON.stringify(record),
  callId: 'c',
  knownAt: '2026-11-01T10:00:00.000Z',
});

describe('what we hold beside what Halo says now', () => {
  it('is the same where all fields held agree, also where Halo has more', () => {
    expect(compareWithHalo({ id: 1, tags: ['a'] }, answer({ id: 1, tags: ['a'], notes: 'n' }))).toMatchObject({
      same: true,
      differences: [],
      notHeld: ['notes'],
    });
  });

  it('names the fields that differ', () => {
    expect(
      compareWithHalo({ id: 1, summary: 'a', team: null }, answer({ id: 1, summary: 'b', team: null })),
    ).toMatchObject({
      same: false,
      differences: [{ field: 'summary', held: 'a', halo: 'b' }],
    });
  });

  it.each([
    ['gone on both sides', null, null, true],
    ['gone in Halo only', { id: 1 }, null, false],
    ['held by Halo only', null, { id: 1 }, false],
  ])('%s', (_name, held, halo, same) => {
    expect(compareWithHalo(held, answer(halo))).toMatchObject({ same, absent: halo === null });
  });
});

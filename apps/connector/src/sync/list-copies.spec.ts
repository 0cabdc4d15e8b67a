import { listCopies } from './list-copies';

const page = {
  entity: 'ticket',
  connectionId: '11111111-1111-4111-8111-111111111111',
  generation: 3,
  learnedBy: 'backfill',
  runId: '22222222-2222-4222-8222-222222222222',
  callId: '33333333-3333-7333-8333-333333333333',
  validFrom: new Date('2026-11-03T14:02:11.100Z'),
  knownAt: new Date('2026-11-03T14:02:11.400Z'),
} as const;

describe('copies of a page', () => {
  it('carry the facts of their call, and their place in it', () => {
    const { messages, ids } = listCopies('halo', { ...page, rows: [{ id: 7 }, { id: '8' }] });
    expect(ids).toEqual([7, 8]);
    expect(messages.map(({ topic, key }) => [topic, key])).toEqual([
      ['halo.ticket.received', `${page.connectionId}:7`],
      ['halo.ticket.received', `${page.connectionId}:8`],
    ]);
    expect(messages[1]?.headers).toMatchObject({
      ce_id: `${page.callId}:1`,
      halosync_kind: 'list',
      halosync_whole: 'false',
      halosync_learned_by: 'backfill',
      halosync_valid_from: '2026-11-03T14:02:11.100Z',
      halosync_known_at: '2026-11-03T14:02:11.400Z',
      halosync_generation: '3',
      halosync_run_id: page.runId,
      halosync_call_id: page.callId,
    });
  });

  it.each([[0], [-1], [null], ['x'], [1.5], [2 ** 53], [undefined]])(
    'leave out a row whose id is %p, and count it',
    (id) => {
      const row = id === undefined ? {} : { id };
      expect(listCopies('halo', { ...page, rows: [row, { id: 1 }] })).toMatchObject({ unusable: 1, ids: [1] });
    },
  );

  it('leave a row that says deleted, or that is too large, to a read by id', () => {
    const rows = [
      { id: 1, deleted: true },
      { id: 2, text: 'x'.repeat(1024 * 1024) },
      { id: 3, deleted: false },
    ];
    const { messages, ids, toRead } = listCopies('halo', { ...page, rows });
    expect(ids).toEqual([1, 2, 3]);
    expect(toRead).toEqual([1, 2]);
    expect(messages).toHaveLength(1);
  });
});

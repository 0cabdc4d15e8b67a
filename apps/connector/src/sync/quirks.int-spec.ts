import type { connectorProto } from '@halosync/contracts';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

const stage = new Stage({ counts: { tickets: 10, sites: 40, users: 10, invoices: 230 } });
let id: string;

beforeAll(async () => {
  const { connection } = await stage.connector.save(await stage.halo.values());
  id = connection.id;
  await stage.connector.ended(connection.runId);
});
afterEach(() => {
  stage.around.services.poison.clear();
});

async function ended(mode: string, entities: string[]): Promise<connectorProto.Run> {
  const { run } = await stage.connector.sync.startRun({ connectionId: id, mode, entities });
  return stage.connector.ended(run!.id);
}

const of = (run: connectorProto.Run, entity: string): connectorProto.RunEntity =>
  run.entities.find((candidate) => candidate.entity === entity)!;

describe('a full read of a Halo with quirks', () => {
  it.each([
    [
      'pages of 50 at most, a row twice, a wrong count',
      { pageSizeCap: 50, duplicateId: true, recordCountOffset: 7 },
      'complete',
    ],
    ['bare arrays', { bareArrays: true }, 'complete'],
    ['a row without a usable id', { zeroId: true }, 'incomplete'],
  ])('%s: %s', async (_name, profile, state) => {
    await stage.halo.profile(profile);
    const run = await ended('backfill', ['invoice']);
    expect(of(run, 'invoice')).toMatchObject({ state });
    expect(stage.around.services.live('invoice', id)).toEqual(await stage.halo.ids('invoice'));
  });

  it('without paging ends as incomplete, and ends', async () => {
    await stage.halo.profile({ pagingIgnored: true, unpagedRows: { invoice: 50 } });
    const run = await ended('backfill', ['invoice']);
    expect(of(run, 'invoice')).toMatchObject({
      state: 'incomplete',
      detail: expect.stringContaining('paging is not honoured'),
    });
  });

  it.each([
    ['500s', { kind: 'status', status: 500, body: 'dotnet', times: 3 }],
    ['web pages', { kind: 'html', times: 2 }],
    ['cut bodies', { kind: 'cut', times: 2 }],
    ['429s', { kind: 'status', status: 429, body: 'text', retryAfter: '0', times: 1 }],
    ['resets', { kind: 'reset', times: 2 }],
  ])('%s on the way: asks again, and is complete', async (_name, fault) => {
    await stage.halo.fault({ match: { entity: 'site', scope: 'collection' }, ...fault });
    expect((await ended('backfill', ['site'])).state).toBe('complete');
  });

  it('with records that no service can take is complete with exceptions', async () => {
    const site = (await stage.halo.ids('site'))[1]!;
    stage.around.services.poison.add(`site:${String(site)}`);
    stage.around.services.forget('site', id, site);
    const run = await ended('backfill', ['site']);
    expect(run.state).toBe('complete_with_exceptions');
    expect(of(run, 'site').detail).toContain('dead letters');
  });

  it('forbidden on the way ends that entity and no other', async () => {
    await stage.halo.profile({ forbiddenEntities: ['invoice'] });
    const run = await ended('backfill', ['invoice', 'site']);
    expect(of(run, 'invoice')).toMatchObject({ state: 'incomplete', detail: expect.stringContaining('permission') });
    expect(of(run, 'site').state).toBe('complete');
  });
});

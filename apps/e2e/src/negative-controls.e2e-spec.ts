import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyMessage, uuidv7 } from '@halosync/contracts';
import { Publisher } from '@halosync/kafka';
import { silentLog } from '@halosync/observability';
import { eventually, kafkaBrokers } from '@halosync/testing';
import { checkLine, listFields, type Findings } from './check-line';
import { expectComplete } from './expect-green';
import { Line } from './line';

const TINY = { SIMULATOR_TICKETS: '30', SIMULATOR_SITES: '10', SIMULATOR_USERS: '20', SIMULATOR_INVOICES: '10' };
const MUTANTS = '.cache/mutants';

/**
 * A referee that never whistles proves nothing. One line with a rule switched off in each of three programs, and the same
 * three stories with the rules on: only the first must be found out.
 */
describe.each([
  { rules: 'on', root: '.' },
  { rules: 'off', root: MUTANTS },
])('with the rules $rules', ({ rules, root }) => {
  let line: Line;
  let connectionId: string;
  let callbackUrl: string;

  beforeAll(async () => {
    if (rules === 'off')
      execFileSync(process.execPath, ['apps/e2e/mutants/build-mutants.mjs', MUTANTS], { timeout: 60_000 });
    line = await Line.start({ simulator: TINY, root });
    const connection = await line.connect();
    connectionId = connection.id;
    callbackUrl = connection.callbackUrl;
    await expectComplete(line, connectionId);
  }, 180_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);

  const findings = async (deadLetters = 0): Promise<Findings> => {
    await line.simulator.idle();
    return checkLine(line, { listFields: await listFields(line), deadLetters });
  };
  const anyOf = async (entity: 'ticket' | 'user' | 'site'): Promise<number> =>
    Number(
      (await line.sql<{ halo_id: string }>(`SELECT halo_id FROM halo.${entity}s ORDER BY random() LIMIT 1`))[0]
        ?.halo_id,
    );

  it('the version guard: an old webhook that comes late', async () => {
    const id = await anyOf('ticket');
    const envelope = {
      id: randomUUID(),
      event: 'ticket changed',
      object_id: id,
      timestamp: '2020-01-01T00:00:00.0000000Z',
    };
    await line.simulator.json('POST', '/control/deliver', {
      url: callbackUrl,
      body: { ...envelope, ticket: { id, summary: 'as it was long ago', last_update: '2020-01-01T00:00:00' } },
    });
    if (rules === 'off')
      await eventually(async () => expect((await findings()).stale).not.toEqual([]), {
        timeoutMs: 20_000,
        intervalMs: 300,
      });
    else {
      await eventually(async () =>
        expect(
          await line.sql(`SELECT 1 FROM halo.tickets WHERE halo_id = ${id} AND summary <> 'as it was long ago'`),
        ).toHaveLength(1),
      );
      expect((await findings()).stale).toEqual([]);
    }
  }, 60_000);

  it('delivery ids: a message that comes twice', async () => {
    const publisher = new Publisher({ brokers: kafkaBrokers(), ssl: false, clientId: 'e2e', log: silentLog });
    const facts = {
      connectionId,
      haloId: await anyOf('site'),
      generation: 1,
      deliveryId: uuidv7(),
      part: 0,
      kind: 'webhook' as const,
      learnedBy: 'webhook' as const,
      isWhole: false,
      knownAt: new Date(),
      validFrom: null,
      runId: null,
      callId: null,
    };
    const poison = copyMessage(line.topicPrefix, 'site', facts, Buffer.from('{"id":"no number"}'));
    await publisher.send([poison]);
    await publisher.send([poison]);
    await publisher.close();
    const letters = rules === 'off' ? 2 : 1;
    await eventually(
      async () => expect(await line.sql('SELECT 1 FROM site_service.dead_letter')).toHaveLength(letters),
      { timeoutMs: 20_000 },
    );
    expect((await findings(1)).left.filter((what) => what.includes('dead letters'))).toHaveLength(
      rules === 'off' ? 1 : 0,
    );
  }, 60_000);

  it('offsets behind the commit: a kill with a message in hand', async () => {
    const id = await anyOf('user');
    await line.simulator.json('PATCH', `/control/records/user/${id}`, { fields: { surname: 'O’Brien-Łukasz' } });
    // With the rule off the offset has moved by now and the row has not.
    await eventually(
      async () =>
        expect(
          await line.sql('SELECT 1 FROM connector.call_ledger WHERE entity = $1 AND halo_id = $2', ['user', id]),
        ).not.toEqual([]),
      { timeoutMs: 20_000 },
    );
    await line.simulator.idle();
    await new Promise((resolve) => setTimeout(resolve, rules === 'off' ? 1_500 : 0));
    await line.restart('user-service');
    const surname = async (): Promise<unknown> =>
      (await line.sql('SELECT surname FROM halo.users WHERE halo_id = $1', [id]))[0]?.['surname'];
    if (rules === 'on')
      await eventually(async () => expect(await surname()).toBe('O’Brien-Łukasz'), { timeoutMs: 90_000 });
    else {
      // The group is its own again after the session of the killed member; a later change gets through, this one never does.
      const [other] = await line.sql<{ halo_id: string }>(
        `SELECT halo_id FROM halo.users WHERE halo_id <> ${id} LIMIT 1`,
      );
      const path = `/control/records/user/${other?.halo_id}`;
      await line.simulator.json('PATCH', path, { fields: { title: 'Prof.' } });
      await eventually(
        async () => {
          expect(
            await line.sql(`SELECT 1 FROM halo.users WHERE halo_id = ${other?.halo_id} AND title = 'Prof.'`),
          ).toHaveLength(1);
        },
        { timeoutMs: 90_000 },
      );
      expect(await surname()).not.toBe('O’Brien-Łukasz');
      expect((await findings(1)).stale.filter((what) => what.startsWith(`user ${id}`))).not.toEqual([]);
    }
  }, 180_000);
});

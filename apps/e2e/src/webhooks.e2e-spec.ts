import { eventually } from '@halosync/testing';
import { completeRun, expectComplete, expectGreen } from './expect-green';
import { Line } from './line';

// A small Halo whose window lets a first sync through at once.
const SMALL = { SIMULATOR_TICKETS: '240', SIMULATOR_SITES: '20', SIMULATOR_USERS: '60', SIMULATOR_INVOICES: '40' };

describe('from a change in Halo to a row in Postgres', () => {
  let line: Line;
  let connectionId: string;
  let callbackUrl: string;

  beforeAll(async () => {
    line = await Line.start({ simulator: SMALL });
    const connection = await line.connect();
    connectionId = connection.id;
    callbackUrl = connection.callbackUrl;
    await expectComplete(line, connectionId);
  }, 240_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);

  const ticketId = async (): Promise<number> => {
    const [row] = await line.sql<{ halo_id: string }>('SELECT halo_id FROM halo.tickets ORDER BY random() LIMIT 1');
    return Number(row?.halo_id);
  };
  const summary = async (id: number): Promise<unknown> =>
    (await line.sql('SELECT summary FROM halo.tickets_all WHERE halo_id = $1', [id]))[0]?.['summary'];
  const change = (id: number, fields: Record<string, unknown>): Promise<unknown> =>
    line.simulator.json('PATCH', `/control/records/ticket/${id}`, { fields });
  const deliver = async (body: Record<string, unknown>): Promise<{ status: number; body: string }> =>
    (await line.simulator.json('POST', '/control/deliver', { url: callbackUrl, ...body })) as {
      status: number;
      body: string;
    }; // as the simulator documents

  it('every row equals Halo’s record, field by field', async () => {
    await expectGreen(line);
  }, 90_000);

  it('a change is in Postgres within a second', async () => {
    const times: number[] = [];
    for (let round = 0; round < 10; round++) {
      const id = await ticketId();
      const started = performance.now();
      await change(id, { summary: `Zürich 再起動 👩‍💻 ${round}` });
      await eventually(async () => expect(await summary(id)).toBe(`Zürich 再起動 👩‍💻 ${round}`), {
        timeoutMs: 5_000,
        intervalMs: 5,
      });
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(1_000);
    console.info(
      `change in Halo to row: median ${Math.round(times[5] ?? 0)} ms, slowest ${Math.round(times.at(-1) ?? 0)} ms`,
    );
  }, 60_000);

  it('a deletion becomes a tombstone', async () => {
    const id = await ticketId();
    await line.simulator.json('DELETE', `/control/records/ticket/${id}?webhook=true`);
    await eventually(async () => {
      expect(await line.sql('SELECT 1 FROM halo.tickets WHERE halo_id = $1', [id])).toEqual([]);
      expect(
        await line.sql('SELECT operation FROM halo.tickets_history WHERE halo_id = $1 ORDER BY revision DESC LIMIT 1', [
          id,
        ]),
      ).toEqual([{ operation: 'deleted' }]);
    });
  }, 30_000);

  it('duplicated, delayed and reordered deliveries end right', async () => {
    await line.simulator.json('PUT', '/control/webhook-faults', { duplicate: 0.5, reorder: 0.5, delayMs: [0, 1_500] });
    const ids = await Promise.all(Array.from({ length: 10 }, ticketId));
    for (let round = 0; round < 5; round++)
      await Promise.all(ids.map((id) => change(id, { summary: `round ${round}`, status_id: 1 + round })));
    await line.simulator.json('DELETE', '/control/webhook-faults');
    await line.simulator.idle();
    // Small webhooks carry few fields; the others of that moment come with the delta.
    await completeRun(line, connectionId, 'delta');
    await expectGreen(line);
  }, 90_000);

  it('a batch and an event without a record end right', async () => {
    const [first, second] = [await ticketId(), await ticketId()];
    await line.simulator.json('PATCH', `/control/records/ticket/${first}`, {
      fields: { summary: 'told by an event alone' },
      webhook: false,
    });
    await line.simulator.json('PATCH', `/control/records/ticket/${second}`, {
      fields: { summary: 'told in a batch' },
      webhook: false,
    });
    const event = (id: number, label: string): Record<string, unknown> => ({
      id: crypto.randomUUID(),
      event: label,
      object_id: id,
      timestamp: new Date().toISOString(),
    });
    expect(
      (await deliver({ body: [event(first, 'ticket changed'), event(second, 'Ticket_Status_Changed')] })).status,
    ).toBe(200);
    await eventually(async () => {
      expect(await summary(first)).toBe('told by an event alone');
      expect(await summary(second)).toBe('told in a batch');
    });
  }, 30_000);

  it('hostile bodies are answered and harm nothing', async () => {
    const base64 = (text: string | Buffer): Record<string, unknown> => ({
      rawBase64: Buffer.from(text).toString('base64'),
    });
    const nested = `{"id":"x","event":"ticket changed","object_id":1,"ticket":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const id = await ticketId();
    const bodies: [string, Record<string, unknown>, number][] = [
      ['nothing', base64(''), 200],
      ['HTML', base64('<html>'), 200],
      ['UTF-16', base64(Buffer.from('{"id":1}', 'utf16le')), 200],
      ['depth 100,000', base64(nested), 200],
      [
        'NUL and a lone surrogate',
        base64(
          `{"id":"n1","event":"ticket changed","object_id":${id},"ticket":{"id":${id},"summary":"a\\u0000b\\ud800","last_update":"2099-01-01T00:00:00"}}`,
        ),
        200,
      ],
      [
        'prototype keys',
        base64(
          `{"__proto__":{"polluted":1},"id":"p1","event":"constructor","object_id":${id},"ticket":{"__proto__":{"id":1}}}`,
        ),
        200,
      ],
      ['an id beyond 2^53', base64('{"id":"b1","event":"ticket changed","object_id":9007199254740993}'), 200],
      ['16 MiB and one byte', base64(`"${'x'.repeat(16 * 1024 * 1024 - 1)}"`), 413],
    ];
    for (const [name, body, status] of bodies) expect([name, (await deliver(body)).status]).toEqual([name, status]);
    // In the history, since a quarantined body makes us ask Halo, whose own record may have come back already.
    await eventually(async () => {
      const revisions = await line.sql(
        `SELECT 1 FROM halo.tickets_history WHERE halo_id = $1 AND document ->> 'summary' = $2`,
        [id, 'a\uFFFDb\uFFFD'],
      );
      expect(revisions).toHaveLength(1);
    });
    // Halo's own record is asked for and wins in the end.
    await line.api.json('POST', `/api/v1/connections/${connectionId}/records/ticket/${id}/refetch`);
    await completeRun(line, connectionId, 'delta');
    await expectGreen(line);
  }, 120_000);

  it('an unknown token and a wrong method learn nothing', async () => {
    expect((await fetch(`${line.url}/webhooks/halo/${'A'.repeat(43)}`, { method: 'POST', body: '{}' })).status).toBe(
      404,
    );
    expect((await fetch(callbackUrl, { method: 'GET' })).status).toBe(404);
  });
});

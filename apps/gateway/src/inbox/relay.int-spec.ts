import { readCopyFacts, recordKey, topicName, touchSchema } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { Publisher } from '@halosync/kafka';
import { eventually } from '@halosync/testing';
import { aTicket, anEnvelope } from '../../testing/bodies';
import { aCallback, postWebhook } from '../../testing/callback';
import { TestGateway } from '../../testing/test-gateway';
import { TopicReader } from '../../testing/topic-reader';
import { InboxUpkeep } from './inbox-upkeep';

jest.setTimeout(60_000);
let gateway: TestGateway;
let reader: TopicReader;
beforeAll(async () => {
  gateway = await TestGateway.start();
  reader = new TopicReader(gateway.config);
  await reader.start();
});
afterAll(async () => {
  await reader.stop();
  await gateway.stop();
});
afterEach(() => jest.restoreAllMocks());

const topic = (entity: 'ticket' | 'site', kind: 'received' | 'touched'): string =>
  topicName(gateway.config.TOPIC_PREFIX, entity, kind);

describe('from the inbox to Kafka', () => {
  it('a batch becomes copies and touches, each under its record, with the facts in the headers', async () => {
    const { connection, url } = await aCallback(gateway, { generation: 3 });
    const batch = [
      anEnvelope(),
      anEnvelope({ event: 'Site Deleted', object_id: 12, ticket: undefined }),
      anEnvelope({ event: 'asset created' }),
    ];
    const { id } = await postWebhook(url, batch, { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
    const [copy, touch] = await eventually(() => {
      const found = [...reader.of(connection.id)].sort((a, b) => b.topic.localeCompare(a.topic));
      expect(found).toHaveLength(2);
      return found;
    });
    expect(copy).toMatchObject({ topic: topic('ticket', 'received'), key: recordKey(connection.id, 2208) });
    expect(JSON.parse(copy?.value?.toString() ?? '')).toEqual(aTicket());
    // What Kafka has is written down right after.
    const row = await eventually(async () => {
      const [found] = await gateway.query<{ received_at: Date; parts: unknown; reason: string }>(
        'SELECT received_at, parts, reason FROM gateway.inbox WHERE delivery_id = $1',
        [id],
      );
      expect(found?.parts).not.toBeNull();
      return found;
    });
    expect(readCopyFacts(copy?.key ?? null, copy?.headers ?? {})).toEqual({
      connectionId: connection.id,
      haloId: 2208,
      generation: 3,
      deliveryId: id,
      part: 0,
      kind: 'webhook',
      learnedBy: 'webhook',
      isWhole: false,
      knownAt: row?.received_at,
      validFrom: null,
      runId: null,
      callId: null,
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    });
    expect(touch).toMatchObject({ topic: topic('site', 'touched'), key: recordKey(connection.id, 12) });
    expect(touchSchema.parse(JSON.parse(touch?.value?.toString() ?? ''))).toEqual({
      connection_id: connection.id,
      halo_id: 12,
      generation: 3,
      reason: 'hint',
      run_id: null,
      delivery_id: id,
    });
    expect(row).toMatchObject({
      reason: 'unknown_event',
      parts: [
        { event: 'new ticket logged', entity: 'ticket', haloId: 2208, topic: topic('ticket', 'received') },
        { event: 'site deleted', entity: 'site', haloId: 12, topic: topic('site', 'touched') },
        { event: 'asset created', entity: null, haloId: null, topic: null, why: 'unknown_event' },
      ],
    });
    const seen = await gateway.query<object>(
      'SELECT entity, event, count::int FROM gateway.webhook_seen WHERE connection_id = $1 ORDER BY entity',
      [connection.id],
    );
    expect(seen).toEqual([
      { entity: 'none', event: 'asset created', count: 1 },
      { entity: 'site', event: 'site deleted', count: 1 },
      { entity: 'ticket', event: 'new ticket logged', count: 1 },
    ]);
  });

  it('with Kafka away webhooks are taken, wait, and go out when it is back', async () => {
    const { connection, url } = await aCallback(gateway);
    const send = jest
      .spyOn(Publisher.prototype, 'send')
      .mockRejectedValue(new AppError('unavailable', 'Kafka is away', { retryable: true }));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        postWebhook(url, anEnvelope({ object_id: index + 1, ticket: aTicket({ id: index + 1 }) })),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await eventually(() => expect(send.mock.calls.length).toBeGreaterThan(1));
    send.mockRestore();
    await eventually(() => expect(reader.of(connection.id)).toHaveLength(20), { timeoutMs: 20_000 });
  });

  it('one message that Kafka will never take does not stop the others', async () => {
    const { connection, url } = await aCallback(gateway);
    const send = Publisher.prototype.send;
    jest.spyOn(Publisher.prototype, 'send').mockImplementation(async function (this: Publisher, messages) {
      const refusal = Object.assign(new Error('too large'), {
        name: 'KafkaJSProtocolError',
        type: 'MESSAGE_TOO_LARGE',
      });
      if (messages.some(({ key }) => key === recordKey(connection.id, 13)))
        throw new AppError('unavailable', 'no', { retryable: true, cause: refusal });
      await send.call(this, messages);
    });
    await Promise.all(
      [11, 12, 13, 14, 15].map((id) => postWebhook(url, anEnvelope({ object_id: id, ticket: aTicket({ id }) }))),
    );
    await eventually(() => expect(reader.of(connection.id)).toHaveLength(4), { timeoutMs: 20_000 });
    await eventually(async () => {
      const waiting = await gateway.query<{ isDeferred: boolean }>(
        `SELECT attempts > 0 AS "isDeferred" FROM gateway.inbox WHERE connection_id = $1 AND status = 'accepted'`,
        [connection.id],
      );
      expect(waiting).toEqual([{ isDeferred: true }]);
    });
    await gateway.query('DELETE FROM gateway.inbox WHERE connection_id = $1', [connection.id]);
  });

  it('killed between sending and marking it sends again, under the same delivery id', async () => {
    const { connection, url } = await aCallback(gateway);
    const send = Publisher.prototype.send;
    let kills = 1;
    jest.spyOn(Publisher.prototype, 'send').mockImplementation(async function (this: Publisher, messages) {
      await send.call(this, messages);
      if (kills-- > 0) throw new AppError('unavailable', 'killed after the send', { retryable: true });
    });
    const { id } = await postWebhook(url, anEnvelope());
    await eventually(() =>
      expect(reader.of(connection.id).map(({ headers }) => headers['ce_id'])).toEqual([
        `${id ?? ''}:0`,
        `${id ?? ''}:0`,
      ]),
    );
  });

  it('prunes what is old and published, never what waits', async () => {
    const { connection, url } = await aCallback(gateway);
    const { id } = await postWebhook(url, anEnvelope());
    await eventually(async () => {
      const [row] = await gateway.query<{ status: string }>('SELECT status FROM gateway.inbox WHERE delivery_id = $1', [
        id,
      ]);
      expect(row?.status).toBe('routed');
    });
    const age = `UPDATE gateway.inbox SET received_at = clock_timestamp() - interval '15 days', delivery_id = ('00000000' || substr(delivery_id::text, 9))::uuid`;
    await gateway.query(`${age} WHERE connection_id = $1`, [connection.id]);
    await gateway.query(
      `INSERT INTO gateway.inbox (delivery_id, connection_id, generation, raw, size, sha256, headers, events, is_whole, status, received_at, next_try_at)
       VALUES ('00000000-0000-7000-8000-000000000000', $1, 1, '', 0, '', '{}', '{}', false, 'accepted', clock_timestamp() - interval '20 days', 'infinity')`,
      [connection.id],
    );
    await gateway.app.get(InboxUpkeep).prune();
    const left = await gateway.query<object>('SELECT status FROM gateway.inbox WHERE connection_id = $1', [
      connection.id,
    ]);
    expect(left).toEqual([{ status: 'accepted' }]);
    await gateway.query('DELETE FROM gateway.inbox WHERE connection_id = $1', [connection.id]);
  });
});

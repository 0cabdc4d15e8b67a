import type { OutgoingMessage } from '@halosync/contracts';
import { asyncApi, copyMessage, readCopyFacts } from '@halosync/contracts';
import type { IncomingMessage } from '@halosync/kafka';
import type { ServedEntity } from '@halosync/ingest/testing';
import { aRecordReceived, byWebhook, servedEntity } from '@halosync/ingest/testing';
import { eventually } from '@halosync/testing';
import { z } from 'zod';
import { ticketProgram } from './ticket.program';

interface DescribedMessage {
  readonly headers: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
}

describe('messages of the line, against the document of the topics', () => {
  const { messages } = asyncApi()['components'] as { messages: Record<string, DescribedMessage> };
  const sent: OutgoingMessage[] = [];
  const incoming: IncomingMessage[] = [];
  let service: ServedEntity;

  beforeAll(async () => {
    const publisher = {
      send: async (batch: readonly OutgoingMessage[]) => void sent.push(...batch),
      close: async () => undefined,
    };
    service = await servedEntity(ticketProgram, { publisher: () => publisher });
    incoming.push(
      aRecordReceived('ticket', 1, {
        id: 1,
        summary: 'a',
        customfields: [{ name: 'CFa', value: [1] }],
        last_update: '2026-10-01T08:00:00',
      }),
      aRecordReceived('ticket', 1, { id: 1, summary: 'b', team: 'new', last_update: '2026-10-02T08:00:00' }, byWebhook),
      aRecordReceived('ticket', 1, { id: 1, summary: 'c' }, byWebhook), // no time: a doubt, hence a touch
      aRecordReceived('ticket', 1, null),
      { ...aRecordReceived('ticket', 2, { id: 2 }, byWebhook), value: Buffer.from('<html>') },
    );
    for (const message of incoming) await service.take(message);
    service.kick();
    await eventually(() => expect(new Set(sent.map(kindOf))).toEqual(new Set(['changed', 'touched', 'dead'])));
  });
  afterAll(() => service.close());

  const kindOf = ({ topic }: { readonly topic: string }): string => topic.split('.')[2] ?? '';
  const problems = (message: Pick<OutgoingMessage, 'topic' | 'headers' | 'value'>): unknown[] => {
    const described = messages[`ticket.${kindOf(message)}`]!;
    const value: unknown = message.value === null ? null : JSON.parse(message.value.toString());
    return [
      z.fromJSONSchema(described.headers).safeParse(message.headers),
      z.fromJSONSchema(described.payload).safeParse(value),
    ].flatMap(({ error }) => error?.issues ?? []);
  };

  it('every message keeps to its schema', () => {
    const copies = incoming
      .slice(0, 4)
      .map((message) => copyMessage('halo', 'ticket', readCopyFacts(message.key, message.headers), message.value));
    for (const message of [...copies, ...sent]) expect(problems(message)).toEqual([]);
    const operations = sent.flatMap((message) =>
      kindOf(message) === 'changed' ? [message.headers['halosync_operation']] : [],
    );
    expect(operations).toEqual(['created', 'updated', 'deleted']);
  });

  it('a change says what differs, before and after, and how it was learned', () => {
    const update = sent.find(({ headers }) => headers['halosync_operation'] === 'updated');
    expect(JSON.parse(update?.value?.toString() ?? '')).toMatchObject({
      position: 2,
      revision: 2,
      changed: { summary: { before: 'a', after: 'b' }, team: { before: null, after: 'new' } },
      learned_by: 'webhook',
      deleted_at: null,
    });
  });

  it.each(['changed', 'touched', 'dead'])('a message on %s without one of its parts would be noticed', (kind) => {
    const message = sent.find((candidate) => kindOf(candidate) === kind)!;
    const { ce_type: _, ...headers } = message.headers;
    expect(problems({ ...message, headers })).not.toEqual([]);
    const value = JSON.parse(message.value!.toString()) as Record<string, unknown>;
    // A touch that no webhook raised may leave out the delivery.
    for (const name of Object.keys(value).filter((part) => part !== 'delivery_id')) {
      const { [name]: __, ...rest } = value;
      expect(problems({ ...message, value: Buffer.from(JSON.stringify(rest)) })).not.toEqual([]);
    }
  });
});

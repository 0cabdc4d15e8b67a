import { z } from 'zod';
import { changeEventSchema } from './change-message';
import { copyKinds, learnedByWords } from './copy-message';
import { deadLetterEventSchema } from './dead-letter-message';
import type { EntityName } from './entity-name';
import { entityNames } from './entity-name';
import { recordContracts } from './record-contract';
import type { TopicKind } from './topics';
import { topicKinds, topicName } from './topics';
import { touchSchema } from './touch-message';

type JsonSchema = Readonly<Record<string, unknown>>;

const text = (description: string, more: JsonSchema = {}): JsonSchema => ({ type: 'string', description, ...more });

/** CloudEvents 1.0 in Kafka's binary mode: its attributes are headers, the value is the data. */
const cloudEventHeaders = (entity: EntityName, kind: TopicKind): Record<string, JsonSchema> => ({
  ce_specversion: text('CloudEvents.', { const: '1.0' }),
  ce_id: text('Unique for this event; the same if it is sent twice.'),
  ce_type: text('What it is.', { const: `halo.${entity}.${kind}` }),
  ce_source: text('The connection.', { pattern: '^/halosync/connections/' }),
  ce_subject: text("Halo's id of the record."),
  ce_time: text('When, UTC.', { format: 'date-time' }),
  'content-type': text('Of the value.', { const: 'application/json' }),
});
const traceparent = { traceparent: text('W3C trace context.') };

interface Described {
  readonly says: string;
  readonly headers?: Record<string, JsonSchema>;
  readonly optionalHeaders?: Record<string, JsonSchema>;
  readonly payload: (entity: EntityName) => JsonSchema;
}

const kinds: Readonly<Record<TopicKind, Described>> = {
  received: {
    says: 'Copies: one record each, as somebody saw it. Written by the gateway and the connector, read by the entity’s service.',
    headers: {
      halosync_kind: text('Where the copy comes from.', { enum: copyKinds }),
      halosync_learned_by: text('Who asked.', { enum: learnedByWords }),
      halosync_whole: text('Whether it is the whole record.', { enum: ['true', 'false'] }),
      halosync_known_at: text('When it was received or read, by the database’s clock.', { format: 'date-time' }),
      halosync_generation: text('Of the connection; a copy of an older one is dropped.', { pattern: '^\\d+$' }),
    },
    optionalHeaders: {
      halosync_valid_from: text('Of a read: before it was sent.', { format: 'date-time' }),
      halosync_run_id: text('The run that asked.', { format: 'uuid' }),
      halosync_call_id: text('The call that brought it.', { format: 'uuid' }),
    },
    payload: (entity) => ({
      description: `The ${entity} as Halo sent it, under Halo's names; null where a read by id found nothing. Its modified time is ${recordContracts[entity].modifiedField}.`,
      anyOf: [{ type: 'object', properties: { id: {} } }, { type: 'null' }],
    }),
  },
  touched: {
    says: 'Hints that a record may differ. Written by gateway and services, read by the connector, which reads the record.',
    payload: () => schemaOf(touchSchema),
  },
  changed: {
    says: 'The change feed: the row in Postgres is now different. In order by record; for anyone.',
    headers: {
      halosync_position: text('Gapless within the entity. Drop what is not beyond the last one of its key.', {
        pattern: '^\\d+$',
      }),
      halosync_revision: text('Counts the changes of the record.', { pattern: '^\\d+$' }),
      halosync_operation: text('As in the value.', { enum: changeEventSchema.shape.operation.options }),
    },
    payload: () => schemaOf(changeEventSchema),
  },
  dead: {
    says: 'Copies that could not be taken, and why. For people and monitors.',
    payload: () => schemaOf(deadLetterEventSchema),
  },
};

/** AsyncAPI 3 of every topic, from the schemas that the code itself checks by. `docs/asyncapi.yaml` is this. */
export function asyncApi(): Readonly<Record<string, unknown>> {
  const topics = entityNames.flatMap((entity) => topicKinds.map((kind) => ({ entity, kind, id: `${entity}.${kind}` })));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Halosync topics',
      version: '1',
      description:
        'Kafka, one topic per entity and kind. The first part of a name is TOPIC_PREFIX, halo unless set. The key is connection:id, so all that concerns a record lies in one partition, in order; delivery is at least once. CloudEvents 1.0, binary mode. Later versions may add fields and headers.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      topics.map(({ entity, kind, id }) => [
        id,
        {
          address: topicName('halo', entity, kind),
          description: kinds[kind].says,
          messages: { [kind]: { $ref: `#/components/messages/${id}` } },
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.map(({ id, kind }) => [
        `send.${id}`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${id}` },
          messages: [{ $ref: `#/channels/${id}/messages/${kind}` }],
        },
      ]),
    ),
    components: { messages: Object.fromEntries(topics.map(({ entity, kind, id }) => [id, message(entity, kind)])) },
  };
}

function message(entity: EntityName, kind: TopicKind): JsonSchema {
  const { headers = {}, optionalHeaders = {}, payload } = kinds[kind];
  const required = { ...cloudEventHeaders(entity, kind), ...headers };
  return {
    name: `halo.${entity}.${kind}`,
    contentType: 'application/json',
    headers: {
      type: 'object',
      required: Object.keys(required),
      properties: { ...required, ...traceparent, ...optionalHeaders },
    },
    payload: payload(entity),
  };
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, id: __, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'output' });
  // What is added later must not make an older reader refuse.
  return JSON.parse(
    JSON.stringify(rest, (key, value: unknown) =>
      key === 'additionalProperties' && value === false ? undefined : value,
    ),
  ) as JsonSchema; // JSON gives JSON
}

import { z } from 'zod';
import { entityNames } from '../entity-name';
import { recordChangeSchema } from './change';
import { instant, listOf, pageQuery } from './list';

/** One event of a delivery, and where it was sent. */
export const deliveryPartSchema = z.object({
  part: z.int(),
  event: z.string(),
  entity: z.enum(entityNames).nullable(),
  haloId: z.int().nullable(),
  topic: z.string().nullable().describe('null: it went nowhere; `why` says why.'),
  partition: z.int().nullable(),
  offset: z.string().nullable(),
  why: z.string().nullable(),
});

export const deliveryStatuses = ['accepted', 'routed', 'quarantined'] as const;

const summary = {
  id: z.uuid(),
  connectionId: z.uuid(),
  receivedAt: instant,
  publishedAt: instant.nullable(),
  status: z
    .enum(deliveryStatuses)
    .describe('accepted: committed, not yet passed on. routed: passed on. quarantined: kept, but not readable.'),
  reason: z.string().nullable().describe('Why it is quarantined, or why parts of it went nowhere.'),
  events: z.array(z.string()),
  bytes: z.int(),
  replayOf: z.uuid().nullable().describe('The delivery that this one says again.'),
  partCount: z.int(),
};

/** A webhook as it came. */
export const deliverySchema = z
  .object({ ...summary, parts: z.array(deliveryPartSchema).describe('The first twenty.') })
  .meta({ id: 'Delivery' });

export const deliveryListSchema = listOf(deliverySchema);

export const partOutcomes = ['waiting', 'changed', 'unchanged', 'dead', 'read', 'nowhere', 'unknown'] as const;

export const deliveryDetailSchema = z
  .object({
    ...summary,
    headers: z.record(z.string(), z.string()).describe('As they came; secrets are redacted.'),
    body: z.string().describe('As text, cut to 1 MiB.'),
    sha256: z.string(),
    attempts: z.int(),
    replays: z.array(z.uuid()),
    parts: z
      .array(
        deliveryPartSchema.extend({
          outcome: z
            .enum(partOutcomes)
            .describe(
              'waiting: not yet taken. changed: it made a revision. unchanged: taken, and it agreed with the row, was older, or had to be asked about. dead: a dead letter. read: it is a hint, so the record was or will be read from Halo. nowhere: see `why`. unknown: the service does not answer.',
            ),
          change: recordChangeSchema
            .nullable()
            .describe(
              'The revision that came of it; of a hint, the first one that a read of the record brought since.',
            ),
          deadLetterId: z.string().nullable(),
        }),
      )
      .describe('The first hundred.'),
  })
  .meta({ id: 'DeliveryDetail' });

export const deliveryFilters = ['accepted', 'routed', 'quarantined', 'failed'] as const;
const at = z.iso.datetime({ offset: true });

export const deliveryQuery = pageQuery.extend({
  entity: z.enum(entityNames).optional().describe('ticket, site, user or invoice.'),
  haloId: z.coerce.number().int().positive().optional().describe("Halo's id of a record."),
  event: z.string().max(80).optional().describe('An event as Halo calls it, such as `ticket updated`.'),
  status: z.enum(deliveryFilters).optional().describe('failed: quarantined, or a part of it went nowhere.'),
  from: at.optional().describe('Received at this time or later, RFC 3339.'),
  to: at.optional().describe('Received before this time, RFC 3339.'),
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Text in the body; case matters not for ASCII. Without from: of the last 24 hours.'),
});

export const replayDeliveriesSchema = z
  .object({
    from: at.optional().describe('Received at this time or later; may be left out with status failed or quarantined.'),
    to: at.optional().describe('Received before this time; without it: until now.'),
    status: z.enum(['routed', 'quarantined', 'failed']).optional().describe('Without it: all.'),
  })
  .refine(({ from, status }) => from !== undefined || status === 'failed' || status === 'quarantined', {
    path: ['from'],
    error: 'missing',
  })
  .meta({ id: 'ReplayDeliveries' });

export const replayedDeliverySchema = z
  .object({ replayed: z.int(), id: z.uuid().describe('The new delivery.') })
  .meta({ id: 'ReplayedDelivery' });

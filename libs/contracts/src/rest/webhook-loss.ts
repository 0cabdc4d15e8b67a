import { z } from 'zod';
import { entityNames } from '../entity-name';
import { instant } from './list';

export const changeEvents = ['created', 'updated', 'deleted'] as const;
export type ChangeEventName = (typeof changeEvents)[number];

const loss = z
  .object({
    told: z.int().describe('Changes that a webhook told.'),
    lost: z.int().describe('Changes that a delta or a reconcile found, and no webhook told.'),
    share: z.number().nullable().describe('lost ÷ (told + lost); null where nothing changed.'),
  })
  .meta({ id: 'WebhookLoss' });

export type WebhookLoss = z.output<typeof loss>;

export const webhookLossSchema = z
  .object({
    since: instant,
    until: instant,
    lastWebhookAt: instant.nullable().describe('When any webhook came last, whenever that was.'),
    total: loss,
    entities: z.record(z.enum(entityNames), z.object({ total: loss, created: loss, updated: loss, deleted: loss })),
    hints: z
      .array(
        z.object({
          entity: z.enum(entityNames).nullable().describe('null: all of them.'),
          event: z.enum(changeEvents).nullable().describe('null: all of them.'),
          text: z.string().describe('The likely cause, and what to do.'),
        }),
      )
      .describe('Empty where nothing was lost.'),
  })
  .meta({ id: 'WebhookLossReport' });

export const webhookLossQuery = z.object({
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('From here on, by the time at which a change was learned; without it the last 24 hours.'),
});

export type WebhookLossView = z.output<typeof webhookLossSchema>;

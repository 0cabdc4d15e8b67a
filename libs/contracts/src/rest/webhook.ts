import { z } from 'zod';
import { entityNames } from '../entity-name';
import { subscribedEvents } from '../webhook-events';
import { instant } from './list';

/** How the webhook in Halo is, in one word. */
export const webhookStates = [
  'as_it_should_be',
  'waiting_for_first_event',
  'receiving',
  'differs',
  'disabled',
  'missing',
] as const;

const url = z.string().nullable().describe('A secret: viewers get null.');
const authentication = z.object({
  type: z.string().describe('none, basic, header; other where Halo is set to something else.'),
  name: z.string().nullable().describe('The user name, or the name of the header.'),
});

export const webhookSchema = z
  .object({
    state: z
      .enum(webhookStates)
      .describe(
        'as_it_should_be: nothing differs. waiting_for_first_event: none came yet. receiving: events come, and we may not look at the webhook. differs, disabled, missing: see differences.',
      ),
    access: z
      .enum(['unknown', 'allowed', 'forbidden'])
      .describe("Whether our application's permissions reach Halo's webhooks."),
    checkedAt: instant.nullable().describe('When it was last read from Halo.'),
    inHalo: z
      .object({
        id: z.string(),
        name: z.string(),
        url,
        active: z.boolean(),
        disabled: z.boolean().describe('Switched off by Halo after failures.'),
        disabledAt: instant.nullable(),
        method: z.string(),
        contentType: z.string(),
        authentication,
        payload: z.string().describe('full, small, event_only, custom, unknown'),
        batched: z.boolean(),
        lastStatus: z.int().nullable().describe('HTTP status of the last delivery.'),
      })
      .nullable()
      .describe('The webhook as Halo has it; null where it has none of ours, or does not let us look.'),
    shouldBe: z.object({
      name: z.string(),
      url,
      active: z.boolean(),
      disabled: z.boolean(),
      method: z.string(),
      contentType: z.string(),
      authentication,
      payload: z.string(),
      batched: z.boolean(),
      events: z.array(z.enum(subscribedEvents)),
    }),
    differences: z.array(
      z.object({
        field: z.string(),
        inHalo: z.string().nullable(),
        shouldBe: z.string().nullable(),
        message: z.string().describe('In words.'),
        fault: z.boolean().describe('Webhooks do not come, or not all. Else it only costs calls or time.'),
      }),
    ),
    events: z
      .array(
        z.object({
          event: z.enum(subscribedEvents),
          entity: z.enum(entityNames),
          lastReceivedAt: instant.nullable(),
          received: z.int(),
          attached: z.boolean().nullable().describe('Whether the webhook has it; null where that cannot be seen.'),
        }),
      )
      .describe('The eleven.'),
    steps: z.array(z.string()).describe('How to set it up by hand in Halo.'),
  })
  .meta({ id: 'Webhook' });

export const repairedWebhookSchema = webhookSchema
  .extend({ outcome: z.enum(['created', 'repaired', 'unchanged']) })
  .meta({ id: 'RepairedWebhook' });

export type WebhookView = z.output<typeof webhookSchema>;

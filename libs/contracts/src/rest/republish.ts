import { z } from 'zod';
import { entityNames, perEntity } from '../entity-name';

/** What is published again, and from where on. */
export const republishInput = z
  .object({
    topic: z
      .enum(['received', 'changed'])
      .optional()
      .describe('received: webhooks from the inbox. changed: changes, from the history. Both without.'),
    entity: z.enum(entityNames).optional().describe('Changes of this entity alone.'),
    since: z.iso.datetime({ offset: true }).optional().describe('What was received, or changed, then or later.'),
    afterPosition: z
      .int()
      .nonnegative()
      .optional()
      .describe('Changes of one entity after this position; 0 for all that are kept.'),
  })
  .superRefine(({ topic, entity, since, afterPosition }, ctx) => {
    const wrong = (path: string, message: string): void => ctx.addIssue({ code: 'custom', path: [path], message });
    if ((since === undefined) === (afterPosition === undefined)) wrong('since', 'Give either since or afterPosition.');
    if (afterPosition !== undefined && (entity === undefined || topic === 'received'))
      wrong('entity', 'A position belongs to the changes of one entity: name it.');
    if (entity !== undefined && topic === 'received')
      wrong('entity', 'A webhook may be about several entities: leave it out.');
  })
  .meta({ id: 'RepublishInput' });

const changedSchema = z
  .object({
    changes: z.int().nonnegative().describe('Changes that are published again.'),
    afterPosition: z.int().nonnegative().describe('The position after which publishing goes on.'),
  })
  .meta({ id: 'RepublishedChanges' });

export const republishedSchema = z
  .object({
    received: z
      .object({ deliveries: z.int().nonnegative().describe('Webhooks that were sent again, all of them by now.') })
      .optional(),
    changed: z
      .object(perEntity(() => changedSchema.optional()))
      .optional()
      .describe('By entity. They go out in order, before anything new.'),
  })
  .meta({ id: 'Republished' });

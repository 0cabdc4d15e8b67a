import type { EntityName, deadLetterSchema, entityProto } from '@halosync/contracts';
import { isEntityName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { z } from 'zod';

type DeadLetterView = z.output<typeof deadLetterSchema>;

const MAX_VALUE = 64 * 1024;

/** A dead letter as the API shows it. Its id names its service too, so that it alone is enough to replay it. */
export function deadLetterView(entity: EntityName, letter: entityProto.DeadLetter): DeadLetterView {
  // A message field that is not set comes as null or undefined.
  const held = letter.held ?? null;
  return {
    id: `${entity}-${letter.id}`,
    entity,
    haloId: letter.haloId > 0 ? letter.haloId : null,
    cause: letter.failure === 'poison' ? 'data' : 'ours',
    failure: letter.failure === 'poison' ? 'poison' : 'unknown',
    code: letter.code,
    reason: letter.reason,
    topic: letter.topic,
    partition: letter.partition,
    offset: letter.offset,
    headers: letter.headers,
    value: letter.value.length === 0 ? null : Buffer.from(letter.value.subarray(0, MAX_VALUE)).toString(),
    createdAt: letter.createdAt,
    replayedAt: letter.replayedAt === '' ? null : letter.replayedAt,
    record:
      held === null
        ? null
        : { revision: held.revision, deleted: held.deleted, learnedBy: held.learnedBy, provedAt: held.knownAt },
    refetched: held !== null && held.knownAt > letter.createdAt,
  };
}

/** The service and its id of a letter. */
export function letterIdFrom(path: string): { readonly entity: EntityName; readonly id: string } {
  const [, entity = '', id = ''] = /^([a-z]+)-([\w-]{1,100})$/.exec(path) ?? [];
  if (!isEntityName(entity)) throw new AppError('not_found', 'There is no such dead letter.');
  return { entity, id };
}

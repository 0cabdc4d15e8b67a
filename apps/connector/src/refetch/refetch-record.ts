import type { EntityName, LearnedBy, OutgoingMessage } from '@halosync/contracts';
import { copyMessage } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { RecordAnswer } from '@halosync/halo-client';
import { readRecord, resources } from '@halosync/halo-client';
import type { Connection } from '../connections/connection';
import type { CallPurpose } from '../gate/halo-gate';
import type { Answer, HaloDesk } from '../gate/halo-desk';
import type { CollectionCheck } from './collection-check';
import type { Answered, Claim, ReadTerms, RefetchQueue } from './refetch-queue';

export interface RefetchParts {
  readonly desk: HaloDesk;
  readonly queue: RefetchQueue;
  readonly collections: CollectionCheck;
  readonly publish: (messages: readonly OutgoingMessage[]) => Promise<void>;
  readonly topicPrefix: string;
}

// Less than a claim lasts.
const SLOT_WITHIN_MS = 45_000;

/** Reads one record by id and publishes what Halo says, be it that there is none. */
export async function refetchRecord(
  connection: Connection,
  claim: Claim,
  reason: string,
  parts: RefetchParts,
  signal: AbortSignal,
): Promise<void> {
  const { entity, haloId } = claim;
  let terms: ReadTerms | null = null;
  const purpose: CallPurpose = {
    lane: reason === 'person' ? 'console' : 'refetch',
    reason: reason === 'hint' && claim.isSwept ? 'hint after a sweep' : reason,
    deliveryId: claim.deliveryId,
    askedBy: claim.askedBy,
    signal,
    slotWithinMs: SLOT_WITHIN_MS,
    // With the slot in hand: what is touched from here on is not settled by this answer.
    beforeSend: async () => {
      terms = await parts.queue.terms(claim);
      if (terms === null) throw new AppError('lease_lost', 'Another process reads this record.');
    },
  };
  const answer = await parts.desk.ask(connection, purpose, {
    entity,
    ask: (api) => readRecord(api, resources[entity], haloId),
    rowsOf: (value) => (value.absent ? 0 : 1),
  });
  const known = assertTerms(terms);
  if (answer.value.absent && answer.value.because === 'not_found')
    await parts.collections.assertAnswers(connection, entity, purpose);
  await parts.publish([recordCopy(parts.topicPrefix, connection, claim, known, answer)]);
  const { gen, readAt, runIds, runId } = known;
  const settled: Answered = { gen, readAt, runIds, runId, callId: answer.callId, isInHalo: !answer.value.absent };
  await parts.queue.settle(claim, settled);
}

/** The compiler does not see that `beforeSend` has run. */
function assertTerms(terms: ReadTerms | null): ReadTerms {
  if (terms === null) throw new AppError('internal', 'A record was read without its terms.');
  return terms;
}

function recordCopy(
  topicPrefix: string,
  connection: Connection,
  { entity, haloId }: { readonly entity: EntityName; readonly haloId: number },
  { runId, runMode }: ReadTerms,
  { value, callId, validFrom, knownAt }: Answer<RecordAnswer>,
): OutgoingMessage {
  const learnedBy: LearnedBy = runMode ?? 'refetch';
  return copyMessage(
    topicPrefix,
    entity,
    {
      connectionId: connection.id,
      generation: connection.generation,
      haloId,
      deliveryId: callId,
      part: 0,
      kind: 'record',
      learnedBy,
      isWhole: true,
      validFrom,
      knownAt,
      runId,
      callId,
    },
    value.absent ? null : Buffer.from(JSON.stringify(value.record)),
  );
}

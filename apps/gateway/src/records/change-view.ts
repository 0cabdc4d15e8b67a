import type { entityProto, recordChangeSchema } from '@halosync/contracts';
import { operations } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { z } from 'zod';

/** A change of a record as the API shows it. */
export function changeView(change: entityProto.Change): z.output<typeof recordChangeSchema> {
  const operation = operations.find((word) => word === change.operation);
  if (operation === undefined) throw new AppError('internal', 'A service named an operation that there is not.');
  return {
    revision: change.record?.revision ?? 0,
    operation,
    changed: change.changed.map(({ field, beforeJson, afterJson }) => ({
      field,
      ...(beforeJson === undefined ? {} : { before: JSON.parse(beforeJson) as unknown }),
      after: JSON.parse(afterJson) as unknown,
    })),
    validFrom: change.validFrom,
    validTo: change.validTo ?? null,
    recordedAt: change.recordedAt,
    learnedBy: change.learnedBy,
    deliveryId: change.deliveryId,
    part: change.part,
    runId: change.runId ?? null,
    callId: change.callId ?? null,
    partition: change.partition ?? null,
    offset: change.offset ?? null,
    position: change.position === 0 ? null : change.position,
  };
}

import type { EntityName, entityProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';

/**
 * What `status` means for an entity, as a condition on a column.
 * @throws AppError `invalid_request` where the entity knows no such word.
 */
export function statusFilter(entity: EntityName, status: string): entityProto.Filter {
  if (entity === 'invoice') return { column: 'payment_status', equals: status };
  const word = status.toLowerCase();
  if (entity === 'ticket') {
    if (word === 'open' || word === 'closed') return { column: 'is_closed', equals: String(word === 'closed') };
    return /^\d{1,9}$/.test(status)
      ? { column: 'status_id', equals: status }
      : { column: 'status_name', equals: status };
  }
  if (word === 'active' || word === 'inactive') return { column: 'is_inactive', equals: String(word === 'inactive') };
  const hint = `A ${entity} is active or inactive.`;
  throw new AppError('invalid_request', 'There is no such status.', {
    errors: [{ field: 'status', code: 'invalid_request', message: 'There is no such status.', hint }],
  });
}

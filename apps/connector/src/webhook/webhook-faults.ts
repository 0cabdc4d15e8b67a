import type { FieldError } from '@halosync/errors';
import type { Difference } from './compare-webhook';

const REPAIR = 'Repair it here (PUT …/webhook), or put it right in Halo: Configuration › Integrations › Webhooks.';
const MEANWHILE = 'Until then changes come with the next look for changes instead of at once.';

/** The faults among the differences, as warnings of the connection. They hold no values: a URL is a secret. */
export function webhookFaults(differences: readonly Difference[]): FieldError[] {
  const faults = differences.filter(({ isFault }) => isFault);
  const off = faults.filter(({ field }) => field === 'disabled' || field === 'active');
  const wrong = faults.filter((fault) => !off.includes(fault));
  return [...warningIf('webhook_disabled', off), ...warningIf('webhook_differs', wrong)];
}

/** For a webhook that was there once. */
export const webhookMissing: FieldError = {
  field: 'webhook',
  code: 'webhook_missing',
  message: 'Our webhook is not in Halo any more.',
  hint: `${REPAIR} ${MEANWHILE}`,
};

function warningIf(code: FieldError['code'], faults: readonly Difference[]): FieldError[] {
  if (faults.length === 0) return [];
  const message = faults.map((fault) => fault.message).join(' ');
  return [{ field: 'webhook', code, message, hint: `${REPAIR} ${MEANWHILE}` }];
}

import { AppError } from '@halosync/errors';
import type { FieldError } from '@halosync/errors';
import { normaliseUrl } from '../address/normalise-url';
import type { ConnectionValues } from '../token/connection-values';
import { fieldError } from './refusal';
import type { RefusalCode } from './refusal-words';
import { refused } from './refused';

// Halo's own domains (the first seen, the others by its brands). There every instance is a tenant.
const HOSTED = ['halopsa.com', 'haloitsm.com', 'haloservicedesk.com', 'halocrm.com'];

const DETAILS = 'Configuration › Integrations › Halo API, API Details';
const APPLICATION = 'Configuration › Integrations › Halo API › View Applications';
const FIELDS = [
  ['authUrl', 'Auth URL', DETAILS],
  ['resourceUrl', 'Resource URL', DETAILS],
  ['clientId', 'Client ID', APPLICATION],
  ['clientSecret', 'Client Secret', APPLICATION],
] as const;

/**
 * Looks at the five values without calling anybody. All that is wrong is told at once.
 * @returns the values with their URLs normalised.
 * @throws AppError with `errors`: `required`, `url_invalid`, `http_refused`, `private_address_refused`, `urls_swapped`,
 * `tenant_required`.
 */
export function checkValues(values: ConnectionValues, checkUrl: (url: string) => void = () => {}): ConnectionValues {
  const errors: FieldError[] = [];
  const texts = { ...values, clientSecret: values.clientSecret.reveal() };
  for (const [field, label, place] of FIELDS) {
    if (texts[field].trim() === '') errors.push(fieldError(field, 'required', { label, place }));
  }
  const url = (field: 'authUrl' | 'resourceUrl'): string | null => {
    if (values[field].trim() === '') return null;
    try {
      const normalised = normaliseUrl(values[field]);
      checkUrl(normalised);
      return normalised;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Both functions throw nothing but refusals of a URL.
      errors.push(fieldError(field, error.code as RefusalCode, error.details));
      return null;
    }
  };
  const authUrl = url('authUrl');
  const resourceUrl = url('resourceUrl');
  if (authUrl !== null && resourceUrl !== null && /\/api$/i.test(authUrl) && /\/auth$/i.test(resourceUrl)) {
    errors.push(fieldError('authUrl', 'urls_swapped'), fieldError('resourceUrl', 'urls_swapped'));
  }
  if (values.tenant.trim() === '' && [authUrl, resourceUrl].some(isHosted))
    errors.push(fieldError('tenant', 'tenant_required'));
  if (errors.length > 0 || authUrl === null || resourceUrl === null) throw refused(errors);
  return { ...values, authUrl, resourceUrl };
}

function isHosted(url: string | null): boolean {
  if (url === null) return false;
  const host = new URL(url).hostname.replace(/\.$/, '');
  return HOSTED.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

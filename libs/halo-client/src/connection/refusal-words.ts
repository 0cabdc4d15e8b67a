import type { ConnectionErrorCode } from '@halosync/errors';

/** The causes that this library finds; the others concern what is already stored. */
export type RefusalCode = Exclude<ConnectionErrorCode, 'other_instance' | 'secret_rejected' | 'instance_busy'>;

/** What was seen, as far as it is known. All of it is safe to show. */
export interface RefusalDetails {
  readonly label?: string;
  readonly place?: string;
  readonly host?: string;
  readonly port?: number;
  readonly address?: string;
  readonly location?: string;
  readonly issue?: string;
  readonly names?: string;
  readonly url?: string;
  readonly status?: number;
  readonly tenant?: string;
  readonly seconds?: number;
  readonly retryAfterSeconds?: number | null;
  /** Up to 200 characters of what Halo answered. */
  readonly answer?: string;
}

export interface Words {
  /** What was seen. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

const PERMISSIONS = 'Permissions: tick read:tickets, read:customers, read:invoices.';

/** Code → words. One place, so that a person reads the same wherever a cause is met. */
export const refusalWords: Readonly<Record<RefusalCode, (seen: RefusalDetails) => Words>> = {
  required: ({ label, place }) => ({ message: `${label} is missing.`, hint: `It is on ${place}.` }),
  url_invalid: () => ({ message: 'This is not a web address.', hint: 'It begins with https:// and a host name.' }),
  http_refused: () => ({
    message: 'http is not safe for a secret.',
    hint: 'Use https. On premise without TLS: an operator can allow the host in HALO_ALLOWED_PRIVATE_HOSTS.',
  }),
  private_address_refused: ({ host, address }) => ({
    message:
      address === host ? `${host} is a private address.` : `${host} is a private address: it resolves to ${address}.`,
    hint: 'We do not call inside networks unless the host is in HALO_ALLOWED_PRIVATE_HOSTS.',
  }),
  urls_swapped: () => ({
    message: 'These two are the wrong way round.',
    hint: 'The Auth URL ends in /auth, the Resource URL in /api.',
  }),
  redirect_refused: ({ host, location }) => ({
    message: `${host} sends us elsewhere: to ${location}.`,
    hint: 'Put that address here if it is yours; we never follow with a secret.',
  }),
  dns_not_found: ({ host }) => ({
    message: `No such host: ${host}.`,
    hint: 'Check for a typing error. On premise: the name must resolve on this server.',
  }),
  connect_refused: ({ host, port }) => ({
    message: `${host} does not answer: connection refused on port ${port}.`,
    hint: 'Is Halo up, is there a firewall between?',
  }),
  connect_timeout: ({ host, seconds }) => ({
    message: `${host} did not answer in ${seconds} s.`,
    hint: 'Often a firewall. Try the address from this server.',
  }),
  tls_untrusted: ({ host, issue }) => ({
    message: `The certificate of ${host} is not trusted: ${issue}.`,
    hint: 'On premise: give us its CA file (operator setting). We never skip the check.',
  }),
  tls_expired: ({ host, issue }) => ({
    message: `The certificate of ${host} is out of date: ${issue}.`,
    hint: 'Renew it.',
  }),
  tls_name: ({ host, names }) => ({
    message: `The certificate is for ${names}, not for ${host}.`,
    hint: 'Renew it, or use the name on it.',
  }),
  token_not_found: ({ url, status }) => ({
    message: `No sign-in service at this Auth URL: ${status} at ${url}.`,
    hint: 'Copy the Authorisation Server from API Details; it ends in /auth.',
  }),
  token_html: ({ status }) => ({
    message: `This is a web page, not the sign-in service: HTML with status ${status}.`,
    hint: 'You may have pasted the address of the portal. It ends in /auth.',
  }),
  token_malformed: ({ status }) => ({
    message: `The sign-in service answers in a form we do not know: ${status} without a token.`,
    hint: "Is this Halo's own address?",
  }),
  invalid_client: ({ status }) => ({
    message: `Halo does not know this Client ID and secret: ${status} invalid_client.`,
    hint: 'Halo changes the ID when an application is saved for the first time: copy both once more. Is it Active?',
  }),
  auth_method: ({ issue }) => ({
    message: `This application signs in another way: ${issue}.`,
    hint: 'In the application choose Client ID and Secret (Services).',
  }),
  invalid_scope: () => ({ message: 'The application grants none of what we ask: invalid_scope.', hint: PERMISSIONS }),
  tenant_required: () => ({ message: 'Hosted Halo needs a tenant.', hint: 'It stands under API Details.' }),
  tenant_unknown: ({ tenant, issue }) => ({
    message: `Halo does not know the tenant “${tenant}”: ${issue}.`,
    hint: 'Copy it from API Details; it is not always the first part of the address.',
  }),
  token_rate_limited: ({ retryAfterSeconds }) => ({
    message: 'Halo is busy: its call limit is used up (429 at sign-in).',
    hint: `Nothing is wrong with your values. Try again in ${typeof retryAfterSeconds === 'number' ? `${retryAfterSeconds} s` : 'a minute'}.`,
  }),
  token_server_error: ({ issue }) => ({
    message: `Halo's sign-in service has a fault: ${issue}.`,
    hint: 'Not your values. Try again in a minute.',
  }),
  api_unauthorised: () => ({
    message: 'Signed in, but Halo refuses every read: the token is good, then 401.',
    hint: 'The application lacks permissions, or its login type has no agent. Set both, save, try again.',
  }),
  all_forbidden: () => ({ message: 'The application may read none of the four: 403.', hint: PERMISSIONS }),
  api_not_found: ({ url, issue }) => ({
    message: `No Halo API at this Resource URL: ${issue} at ${url}.`,
    hint: 'Copy the Resource Server; it ends in /api.',
  }),
  api_html: () => ({ message: 'This is a web page, not the API.', hint: 'The Resource URL ends in /api.' }),
  api_timeout: ({ seconds }) => ({
    message: `Halo signed us in, but its API is slow: no answer in ${seconds} s.`,
    hint: 'Not your values. Try again.',
  }),
  api_server_error: ({ issue }) => ({
    message: `Halo signed us in, but its API has a fault: ${issue}.`,
    hint: 'Not your values. Try again.',
  }),
};

import { html, json, nothing } from '../http/answer';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import type { Halo } from '../halo';

/** Scopes seen in use; `all` is what almost everyone sends. */
const KNOWN_SCOPE = /^(all|admin|openid|profile|offline_access|all:[a-z]+|(read|edit|delete):[a-z]+)$/;

/** POST /auth/token and /token: client credentials by form or Basic, tenant by query or form, errors as OpenIddict writes them. */
export async function tokenAnswer(halo: Halo, call: Call): Promise<Answer> {
  const type = call.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    return oauthError(400, 'invalid_request', "The mandatory 'Content-Type' header is missing or wrong.", 2083);
  }
  const form = new URLSearchParams(await call.body());
  const tenant = call.query.get('tenant') ?? form.get('tenant') ?? '';
  if (halo.tenant !== '' && tenant.toLowerCase() !== halo.tenant.toLowerCase()) return unknownTenant(halo);
  const grant = form.get('grant_type');
  if (grant === null || grant === '')
    return oauthError(400, 'invalid_request', "The mandatory 'grant_type' parameter is missing.", 2029);
  if (grant !== 'client_credentials') {
    return oauthError(400, 'unsupported_grant_type', "The specified 'grant_type' is not supported.", 2032);
  }
  const { profile, credentials } = halo.settings;
  const given = basic(call.headers.authorization) ?? {
    id: form.get('client_id') ?? '',
    secret: form.get('client_secret') ?? '',
  };
  if (given.id.toLowerCase() !== credentials.clientId.toLowerCase() || given.secret !== credentials.clientSecret) {
    return oauthError(
      profile.invalidClientStatus,
      'invalid_client',
      'The specified client credentials are invalid.',
      2055,
    );
  }
  const scope = (form.get('scope') ?? '').trim().replaceAll(/\s+/g, ' ');
  if (scope !== '' && !scope.split(' ').every((word) => KNOWN_SCOPE.test(word))) {
    return oauthError(400, 'invalid_scope', "The specified 'scope' is not supported.", 2052);
  }
  const token = halo.tokens.issue(scope, profile.tokenLifetimeSeconds);
  return json(
    {
      scope: scope === '' ? null : scope,
      token_type: 'Bearer',
      access_token: token,
      expires_in: profile.tokenLifetimeSeconds,
      refresh_token: null,
      id_token: null,
    },
    200,
    { 'cache-control': 'no-store' },
  );
}

/** GET /api/authinfo: open; the PowerShell module asks it first to find both URLs. */
export function authInfoAnswer(halo: Halo, origin: string): Answer {
  const { authInfo } = halo.settings.profile;
  if (authInfo === '404') return nothing(404);
  if (authInfo === 'html') return html('Halo');
  return json({
    auth_url: `${origin}/auth`,
    tenant_id: halo.tenant,
    client_id: null,
    resource_url: `${origin}/api`,
    version: '2.214.1',
    hosted: halo.tenant !== '',
  });
}

function unknownTenant(halo: Halo): Answer {
  switch (halo.settings.profile.unknownTenant) {
    case 'invalid_request':
      return oauthError(400, 'invalid_request', 'The specified tenant is not valid.', 2010);
    case '404':
      return nothing(404);
    case '500-html':
      return html('Server Error in Application', 500);
  }
}

function oauthError(status: number, error: string, description: string, number: number): Answer {
  const headers = { 'cache-control': 'no-store' };
  const uri = `https://documentation.openiddict.com/errors/ID${String(number)}`;
  return json({ error, error_description: description, error_uri: uri }, status, headers);
}

function basic(header: string | undefined): { readonly id: string; readonly secret: string } | undefined {
  if (header === undefined || !header.toLowerCase().startsWith('basic ')) return undefined;
  const text = Buffer.from(header.slice(6), 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  return { id: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
}

/** RFC 6749 form-encodes both halves; clients that do not are read as well. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

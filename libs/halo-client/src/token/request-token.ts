import { Secret } from '@halosync/config';
import { haloInt, haloText, isJsonObject, readJson } from '@halosync/halo-json';
import type { JsonObject } from '@halosync/halo-json';
import type { Exchange, HaloCall, Send } from '../transport/halo-call';
import type { ConnectionValues } from './connection-values';
import { tokenRefusal } from './token-refusal';

export interface HaloToken {
  readonly accessToken: Secret;
  /** As announced; 3600 in practice (seen), and assumed where Halo says nothing usable. */
  readonly expiresInSeconds: number;
  readonly scope: string | null;
}

export interface TokenRequestOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const USUAL_LIFE_SECONDS = 3600;

/**
 * Signs in by client credentials. Scope `all`: without a scope the token is issued and every read refused (seen). The
 * tenant goes into the query and the form, since some clients use one and some the other (seen).
 * @throws AppError with a code of the table of refused connections (`invalid_client`, `tenant_unknown`, `token_html`,
 * …), its `errors` naming the fields at fault, or what `send` throws.
 */
export async function requestToken(
  values: Pick<ConnectionValues, 'authUrl' | 'tenant' | 'clientId' | 'clientSecret'>,
  send: Send,
  options: TokenRequestOptions = {},
): Promise<HaloToken> {
  const { authUrl, tenant, clientId, clientSecret } = values;
  const secret = clientSecret.reveal();
  const tenantOnly = tenant === '' ? {} : { tenant };
  const query = new URLSearchParams(tenantOnly).toString();
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
    scope: 'all',
    ...tenantOnly,
  };
  const call: HaloCall = {
    kind: 'token',
    method: 'POST',
    url: `${authUrl}/token${query === '' ? '' : `?${query}`}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new Secret(new URLSearchParams(form).toString()),
    ...options,
  };
  const exchange = await send(call);
  const answer = jsonObject(exchange);
  const accessToken = answer?.['access_token'];
  if (exchange.status >= 200 && exchange.status <= 299 && typeof accessToken === 'string' && accessToken !== '') {
    return { accessToken: new Secret(accessToken), ...lifeAndScope(answer) };
  }
  throw tokenRefusal(exchange, answer, { url: `${authUrl}/token`, tenant, secrets: [secret] });
}

function lifeAndScope(answer: JsonObject | null): { expiresInSeconds: number; scope: string | null } {
  const life = haloInt.safeParse(answer?.['expires_in']);
  const scope = haloText.safeParse(answer?.['scope']);
  return {
    expiresInSeconds: life.success && life.data > 0 ? life.data : USUAL_LIFE_SECONDS,
    scope: scope.success ? scope.data : null,
  };
}

/** Null for whatever is no JSON object: the status and the text then have to tell. */
function jsonObject(exchange: Exchange): JsonObject | null {
  try {
    const value = readJson(exchange.body, { maxKeys: 1_000 });
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

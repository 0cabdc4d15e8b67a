import { AppError } from '@halosync/errors';
import { isJsonObject, readJson } from '@halosync/halo-json';
import type { JsonValue } from '@halosync/halo-json';
import type { Exchange, HaloCall, Send } from '../transport/halo-call';
import type { TokenRequestOptions } from './request-token';

/** What a Halo says of itself without a token. */
export interface AuthInfo {
  readonly authUrl: string | null;
  readonly tenantId: string | null;
}

/**
 * Asks `{origin}/api/authinfo` (seen: one client finds its URLs this way). It may be missing or closed: null then.
 * @throws what `send` throws.
 */
export async function authInfo(
  origin: string,
  send: Send,
  options: TokenRequestOptions = {},
): Promise<AuthInfo | null> {
  const call: HaloCall = { kind: 'authinfo', method: 'GET', url: `${origin}/api/authinfo`, headers: {}, ...options };
  const exchange = await send(call);
  const value = exchange.status === 200 ? readOrNull(exchange) : null;
  if (!isJsonObject(value)) return null;
  const info = { authUrl: textOrNull(value['auth_url']), tenantId: textOrNull(value['tenant_id']) };
  return info.authUrl === null && info.tenantId === null ? null : info;
}

function readOrNull(exchange: Exchange): JsonValue {
  try {
    return readJson(exchange.body, { maxKeys: 1_000 });
  } catch (error) {
    if (error instanceof AppError) return null; // a page, most likely; nothing depends on it
    throw error;
  }
}

function textOrNull(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

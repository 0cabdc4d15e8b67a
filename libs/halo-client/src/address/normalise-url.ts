import { refusal } from '../connection/refusal';
import { parseWebAddress } from './parse-web-address';

/**
 * A URL as it is stored and joined: no slash at its end, no doubled slashes, scheme and host in lower case. Nothing
 * else is put right: a pasted `/token` or a missing `/api` is told, not guessed.
 * @throws AppError `url_invalid` for what is no web address, or one with a user name, a query or a fragment.
 */
export function normaliseUrl(text: string): string {
  const url = text.length > 2048 || /[?#]/.test(text) ? null : parseWebAddress(text.trim());
  if (url === null) throw refusal('url_invalid');
  return url.origin + url.pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}

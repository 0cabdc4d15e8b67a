/** `http(s)://host[:port][/path][?query]`, and null for anything else a browser would make sense of. */
export function parseWebAddress(text: string): URL | null {
  // The parser of browsers swallows tabs and line breaks, turns backslashes round and takes `https:host`; we do not.
  if (!/^https?:\/\/[^/?#@]+([/?#]|$)/i.test(text) || /[\u0000-\u0020\u007f\\]/.test(text)) return null;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.hostname.replace('.', '') !== '' && url.port !== '0' && url.username === '' && url.password === ''
    ? url
    : null;
}

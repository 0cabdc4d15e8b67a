import type { Exchange } from '../transport/halo-call';

const lenient = new TextDecoder();
const MAX_SHOWN = 200;
const MAX_READ = 64 * 1024;

/** Whether an answer is a page for people, by its type or by how it begins. */
export function isHtml({ headers, body }: Exchange): boolean {
  if (/\bhtml\b/i.test(headers['content-type'] ?? '')) return true;
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(lenient.decode(body.subarray(0, 512)));
}

/** The readable text of an answer, for people and for pattern matching: no markup, no scripts, white space folded. */
export function answerText(exchange: Exchange): string {
  const text = lenient.decode(exchange.body.subarray(0, MAX_READ));
  const visible = isHtml(exchange)
    ? text.replace(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, ' ').replace(/<[^>]*>/g, ' ')
    : text;
  return visible.replace(/\s+/g, ' ').trim();
}

/** Of that, what an error may show. Secrets that the answer echoes are blotted out. */
export function shownAnswer(exchange: Exchange, secrets: readonly string[] = []): string {
  const text = secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), answerText(exchange));
  return text.slice(0, MAX_SHOWN);
}

import type { HaloWebhook } from '@halosync/halo-client';
import type { WantedWebhook } from './wanted-webhook';
import { WEBHOOK_NAME } from './wanted-webhook';

/**
 * Our webhook among Halo's. Nothing marks a webhook as ours: it is the one with one of our URLs; else the one that calls
 * our address; else the one that bears our name, unless it calls another Halosync, whose it then is.
 */
export function findWebhook(
  webhooks: readonly HaloWebhook[],
  { url, earlierUrls }: Pick<WantedWebhook, 'url' | 'earlierUrls'>,
): HaloWebhook | null {
  const address = url.slice(0, url.lastIndexOf('/') + 1);
  const rules: ((webhook: HaloWebhook) => boolean)[] = [
    (webhook) => webhook.url === url,
    (webhook) => earlierUrls.includes(webhook.url),
    (webhook) => webhook.url.startsWith(address),
    (webhook) => webhook.name.trim().toLowerCase() === WEBHOOK_NAME.toLowerCase() && !isCallbackUrl(webhook.url),
  ];
  for (const rule of rules) {
    const found = webhooks.find(rule);
    if (found !== undefined) return found;
  }
  return null;
}

function isCallbackUrl(url: string): boolean {
  return /\/webhooks\/halo\/[\w-]{43}$/.test(url);
}

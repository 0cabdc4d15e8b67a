import type { WebhookAuthType } from '@halosync/halo-client';

/** Under this name it is made, and found again where its URL is not ours any more. */
export const WEBHOOK_NAME = 'Halosync';

/** What the webhook in Halo should be. */
export interface WantedWebhook {
  /** A secret, as the earlier ones are. */
  readonly url: string;
  /** Earlier ones that still work. */
  readonly earlierUrls: readonly string[];
  readonly auth: { readonly type: Exclude<WebhookAuthType, 'other'>; readonly name: string };
  /** Label of a delivery → the notification that raised it. */
  readonly heard: readonly { readonly event: string; readonly notificationId: number }[];
}

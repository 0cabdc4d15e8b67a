import { subscribedEvents } from '@halosync/contracts';
import type { WebhookAuth } from '../webhooks/credential-store';

/**
 * How a person sets the webhook up in Halo's pages.
 * @param callbackUrl null where the reader may not see it.
 */
export function webhookSteps(callbackUrl: string | null, auth: WebhookAuth): string[] {
  return [
    'In Halo open Configuration › Integrations › Webhooks › New.',
    'Name: Halosync',
    `Payload URL: ${callbackUrl ?? 'the callback URL of this connection; operators see it'}`,
    'Method: POST. Content type: application/json. Payload: Full object with linked objects. Batching: one delivery per occurrence.',
    authenticationStep(auth),
    `Events, add these eleven: ${subscribedEvents.join(', ')}.`,
    'Switch it to Active and save. The first event to arrive shows here.',
    'Or let us do all this: Configuration › Integrations › Halo API › View Applications › your application › Permissions: all; then repair it here.',
  ];
}

function authenticationStep(auth: WebhookAuth): string {
  switch (auth.type) {
    case 'none':
      return 'Authentication: none.';
    case 'basic':
      return `Authentication: Basic. User name: ${auth.username}. Password: the secret that was set for this connection (settings.webhookAuth); it is not shown again, a new one can be set at any time.`;
    case 'header':
      return `Authentication: a header. Name: ${auth.header}. Value: the secret that was set for this connection (settings.webhookAuth); it is not shown again, a new one can be set at any time.`;
  }
}

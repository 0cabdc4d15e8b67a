import type { connectorProto } from '@halosync/contracts';
import { subscribedEvents } from '@halosync/contracts';
import type { HaloWebhook } from '@halosync/halo-client';
import { attachedEvents } from '../webhook/attached-events';
import { compareWebhook } from '../webhook/compare-webhook';
import type { EventNumbers } from '../webhook/event-numbers';
import type { WantedWebhook } from '../webhook/wanted-webhook';
import type { WebhookState } from '../webhook/webhook-store';
import { instant } from './instant';

/** What is known of the webhook beside what is wanted now. */
export function describeWebhook(
  { access, checkedAt, found }: WebhookState,
  wanted: WantedWebhook,
  numbers: EventNumbers,
): connectorProto.WebhookReport {
  const attached = found === null ? null : attachedEvents(found, wanted, numbers);
  return {
    access,
    checkedAt: instant(checkedAt),
    inHalo: found === null ? undefined : describeFound(found),
    differences:
      found === null || attached === null
        ? []
        : compareWebhook(found, wanted, attached, numbers).map((difference) => ({ ...difference })),
    events: subscribedEvents.map((event) => ({ event, attached: attached?.get(event) ?? missingWord(access) })),
    sendsWhole: found?.payload === 'full',
  };
}

/** Where there is no webhook none of its events is there; where we may not look nobody knows. */
const missingWord = (access: WebhookState['access']): string => (access === 'allowed' ? 'no' : 'unknown');

function describeFound(webhook: HaloWebhook): connectorProto.HaloWebhook {
  const { id, name, url, isActive, isDisabled, disabledAt, isPost, contentType, auth, payload, isBatched, lastStatus } =
    webhook;
  return {
    ...{ id, name, url, contentType, payload, lastStatus },
    active: isActive,
    disabled: isDisabled,
    disabledAt: instant(disabledAt),
    method: isPost ? 'POST' : 'other',
    authType: auth.type,
    authName: auth.name,
    batched: isBatched,
  };
}

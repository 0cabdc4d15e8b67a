import type { Secret } from '@halosync/config';
import { AppError } from '@halosync/errors';
import type { HaloWebhook, NewEvent } from '@halosync/halo-client';
import { attachedEvents } from './attached-events';
import { compareWebhook } from './compare-webhook';
import type { EventNumbers } from './event-numbers';
import type { WantedWebhook } from './wanted-webhook';
import { WEBHOOK_NAME } from './wanted-webhook';
import type { WebhookCalls } from './webhook-calls';

export interface RepairOrder {
  readonly connectionId: string;
  readonly wanted: WantedWebhook;
  /** For a webhook that asks for one. */
  readonly secret: Secret;
  /** Halo has another one: it is written although nothing can be seen to differ. */
  readonly isSecretChanged: boolean;
  /** Only tells one that is there of URL and credential: makes none, and leaves all else as somebody set it. */
  readonly isFollowing: boolean;
  /** The person or API key. */
  readonly askedBy: string | null;
}

export interface Repaired {
  readonly outcome: 'created' | 'repaired' | 'unchanged' | 'absent';
  /** As it is now. */
  readonly webhook: HaloWebhook | null;
  readonly isSecretWritten: boolean;
}

// What a webhook's own fields cannot put right: events are rows of their own, the last status is history.
const NOT_WRITTEN: readonly string[] = ['events', 'lastStatus'];

/** Makes the webhook as it should be: fields, then events, then looks whether it is so. */
export async function repairWebhook(
  calls: WebhookCalls,
  found: HaloWebhook | null,
  order: RepairOrder,
  numbers: EventNumbers,
): Promise<Repaired> {
  if (found === null && order.isFollowing) return { outcome: 'absent', webhook: null, isSecretWritten: false };
  const written = await writeFields(calls, found, order, numbers);
  const events = order.isFollowing ? [] : missingEvents(written.webhook, order.wanted, numbers);
  if (events.length > 0) await calls.attach(written.webhook.id, events);
  const isChanged = written.isWritten || events.length > 0;
  return {
    outcome: found === null ? 'created' : isChanged ? 'repaired' : 'unchanged',
    webhook: isChanged ? await calls.look(written.webhook.id, order.wanted) : written.webhook,
    isSecretWritten: written.isSecretWritten,
  };
}

async function writeFields(
  calls: WebhookCalls,
  found: HaloWebhook | null,
  { connectionId, wanted, secret, isSecretChanged, isFollowing }: RepairOrder,
  numbers: EventNumbers,
): Promise<{ webhook: HaloWebhook; isWritten: boolean; isSecretWritten: boolean }> {
  const differing = found === null ? [] : differingFields(found, wanted, numbers);
  const needsSecret = wanted.auth.type !== 'none';
  const isRefused = needsSecret && (isSecretChanged || found?.lastStatus === 401);
  const writesAuth = found === null || differing.includes('authentication') || isRefused;
  const isWritten = writesAuth || differing.some((field) => field === 'url' || !isFollowing);
  if (found !== null && !isWritten) return { webhook: found, isWritten, isSecretWritten: false };
  const id = await calls.save({
    ...(found === null
      ? { name: WEBHOOK_NAME, note: `Made by Halosync for its connection ${connectionId}.` }
      : { id: found.id }),
    url: wanted.url,
    isSetUp: !isFollowing,
    ...(writesAuth ? { auth: { ...wanted.auth, secret } } : {}),
  });
  // Looked up although the answer has it: only what Halo shows is there.
  const webhook = found ?? (await calls.look(id, wanted));
  if (webhook === null) {
    throw new AppError('halo_answer_invalid', 'Halo took a webhook and does not show it.', { retryable: true });
  }
  return { webhook, isWritten, isSecretWritten: writesAuth && needsSecret };
}

function differingFields(found: HaloWebhook, wanted: WantedWebhook, numbers: EventNumbers): string[] {
  const differences = compareWebhook(found, wanted, attachedEvents(found, wanted, numbers), numbers);
  return differences.map(({ field }) => field).filter((field) => !NOT_WRITTEN.includes(field));
}

function missingEvents(webhook: HaloWebhook, wanted: WantedWebhook, numbers: EventNumbers): NewEvent[] {
  return [...attachedEvents(webhook, wanted, numbers)].flatMap(([event, attachment]) => {
    const eventNumber = numbers.get(event);
    if (attachment !== 'no' || eventNumber === undefined) return [];
    return [{ eventNumber, label: event, needsCondition: event === 'Ticket Changed' }];
  });
}

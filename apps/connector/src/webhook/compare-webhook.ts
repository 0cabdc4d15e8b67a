import type { HaloWebhook } from '@halosync/halo-client';
import type { Attachment } from './attached-events';
import type { EventNumbers, SubscribedEvent } from './event-numbers';
import type { WantedWebhook } from './wanted-webhook';

/** One thing in which Halo's webhook is not as it should be. */
export interface Difference {
  readonly field: string;
  readonly inHalo: string;
  readonly shouldBe: string;
  /** In words. */
  readonly message: string;
  /** Webhooks do not come, or not all of them. Otherwise it costs calls or time. */
  readonly isFault: boolean;
}

const ADD_BY_HAND =
  'Halo documents no number for it, so it has to be added by hand, on the Events tab of the webhook (or set WEBHOOK_EVENT_NUMBERS).';

/** What differs, the gravest first; empty where all is as it should be. */
export function compareWebhook(
  webhook: HaloWebhook,
  wanted: WantedWebhook,
  events: ReadonlyMap<SubscribedEvent, Attachment>,
  numbers: EventNumbers,
): Difference[] {
  return [
    ...switchDifferences(webhook),
    ...addressDifferences(webhook, wanted),
    ...authDifferences(webhook, wanted),
    ...eventDifferences(events, numbers),
    ...payloadDifferences(webhook),
    ...answerDifferences(webhook),
  ];
}

const yesNo = (is: boolean): string => (is ? 'yes' : 'no');

function switchDifferences({ isDisabled, disabledAt, isActive }: HaloWebhook): Difference[] {
  const since = disabledAt === null ? '' : ` at ${disabledAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return [
    ...differenceIf(isDisabled, {
      ...{ field: 'disabled', inHalo: 'yes', shouldBe: 'no', isFault: true },
      message: `Halo switched the webhook off${since}, after deliveries that failed in a row. Nothing is sent.`,
    }),
    ...differenceIf(!isActive, {
      ...{ field: 'active', inHalo: yesNo(isActive), shouldBe: 'yes', isFault: true },
      message: 'Somebody switched the webhook off. Nothing is sent.',
    }),
  ];
}

function addressDifferences({ url, isPost, contentType }: HaloWebhook, wanted: WantedWebhook): Difference[] {
  const isEarlier = wanted.earlierUrls.includes(url);
  return [
    ...differenceIf(url !== wanted.url, {
      ...{ field: 'url', inHalo: url, shouldBe: wanted.url, isFault: !isEarlier },
      message: isEarlier
        ? 'The webhook calls an earlier callback URL, which works for a day after it was changed.'
        : 'The webhook calls another address than our callback URL.',
    }),
    ...differenceIf(!isPost, {
      ...{ field: 'method', inHalo: 'other', shouldBe: 'POST', isFault: true },
      message: 'The webhook does not use POST; its deliveries are refused.',
    }),
    ...differenceIf(contentType !== '' && !/json/i.test(contentType), {
      ...{ field: 'contentType', inHalo: contentType, shouldBe: 'application/json', isFault: true },
      message: 'The webhook does not send JSON.',
    }),
  ];
}

function authDifferences({ auth }: HaloWebhook, wanted: WantedWebhook): Difference[] {
  const isSame =
    auth.type === wanted.auth.type &&
    (auth.type === 'header' ? sameHeader(auth.name, wanted.auth.name) : auth.name === wanted.auth.name);
  // Who sends more than is asked for is let in.
  const isFault = wanted.auth.type !== 'none';
  return differenceIf(!isSame, {
    ...{ field: 'authentication', inHalo: describeAuth(auth), shouldBe: describeAuth(wanted.auth), isFault },
    message: isFault
      ? 'The webhook does not send the credential that this connection asks for; its deliveries are refused.'
      : 'The webhook sends a credential that nobody asks for.',
  });
}

/** Names of headers have no case. */
const sameHeader = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function describeAuth({ type, name }: { readonly type: string; readonly name: string }): string {
  return name === '' ? type : `${type} ${name}`;
}

function eventDifferences(events: ReadonlyMap<SubscribedEvent, Attachment>, numbers: EventNumbers): Difference[] {
  return [...events]
    .filter(([, attachment]) => attachment === 'no')
    .map(([event]) => ({
      ...{ field: 'events', inHalo: 'missing', shouldBe: event, isFault: true },
      message: `The event ${event} is not on the webhook.${numbers.has(event) ? '' : ` ${ADD_BY_HAND}`}`,
    }));
}

function payloadDifferences({ payload, isBatched }: HaloWebhook): Difference[] {
  const isUnusable = payload === 'custom';
  return [
    ...differenceIf(payload !== 'full', {
      ...{ field: 'payload', inHalo: payload, shouldBe: 'full', isFault: isUnusable },
      message: isUnusable
        ? 'The webhook sends a payload of its own making, which may lack the event and the id.'
        : 'The webhook does not send the full object: details cost a call each.',
    }),
    ...differenceIf(isBatched, {
      ...{ field: 'batching', inHalo: 'on', shouldBe: 'off', isFault: false },
      message: 'The webhook waits and sends several events at once. That works, and is slower.',
    }),
  ];
}

function answerDifferences({ lastStatus }: HaloWebhook): Difference[] {
  const isBad = lastStatus >= 300;
  return differenceIf(isBad, {
    ...{ field: 'lastStatus', inHalo: String(lastStatus), shouldBe: '200', isFault: false },
    message: `The last delivery was answered ${String(lastStatus)}${reasonOf(lastStatus)}.`,
  });
}

function reasonOf(status: number): string {
  if (status === 401) return ': the credential that Halo sends is wrong';
  if (status === 404) return ': the callback URL that Halo calls is not valid any more';
  return status >= 500 ? ': our side, or a proxy before it, was away' : '';
}

function differenceIf(is: boolean, difference: Difference): Difference[] {
  return is ? [difference] : [];
}

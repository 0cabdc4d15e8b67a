import { subscribedEvents } from '@halosync/contracts';
import type { AttachedEvent, HaloWebhook } from '@halosync/halo-client';
import type { EventNumbers, SubscribedEvent } from './event-numbers';
import { subscribedEvent } from './event-numbers';
import type { WantedWebhook } from './wanted-webhook';

/** `unknown`: Halo has events on the webhook whose numbers nobody has told us, and this may be one of them. */
export type Attachment = 'yes' | 'no' | 'unknown';

/**
 * Which of the eleven are on the webhook. An event is recognised by its number, by the label that we give it as its name,
 * or because a delivery told which notification raised it.
 */
export function attachedEvents(
  webhook: Pick<HaloWebhook, 'events'>,
  wanted: Pick<WantedWebhook, 'heard'>,
  numbers: EventNumbers,
): ReadonlyMap<SubscribedEvent, Attachment> {
  const { events } = webhook;
  const recognised = (events ?? []).map((event) => recognise(event, wanted.heard, numbers));
  const isDoubtful = events === null || recognised.includes(undefined);
  return new Map(
    subscribedEvents.map((event): [SubscribedEvent, Attachment] => {
      if (recognised.includes(event)) return [event, 'yes'];
      // Its number is known and not there: whatever the unknown ones are, they are not this one.
      return [event, isDoubtful && (events === null || !numbers.has(event)) ? 'unknown' : 'no'];
    }),
  );
}

/** What is known of the numbers after a look at a webhook: an event recognised otherwise tells its number. */
export function learnNumbers(
  { events }: Pick<HaloWebhook, 'events'>,
  { heard }: Pick<WantedWebhook, 'heard'>,
  known: EventNumbers,
): EventNumbers {
  const told = (events ?? []).flatMap((attached): [SubscribedEvent, number][] => {
    const event = recognise(attached, heard, known);
    return event === undefined || attached.eventNumber <= 0 ? [] : [[event, attached.eventNumber]];
  });
  return new Map([...told, ...known]);
}

function recognise(
  { eventNumber, name, notificationId }: AttachedEvent,
  heard: WantedWebhook['heard'],
  numbers: EventNumbers,
): SubscribedEvent | undefined {
  for (const [event, number] of numbers) if (number === eventNumber) return event;
  const told = heard.find((delivery) => delivery.notificationId === notificationId);
  return (told === undefined ? undefined : subscribedEvent(told.event)) ?? subscribedEvent(name);
}

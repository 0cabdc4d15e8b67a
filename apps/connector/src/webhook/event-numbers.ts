import { normaliseEvent, subscribedEvents } from '@halosync/contracts';

/** One of the eleven, as Halo's pages name it. */
export type SubscribedEvent = (typeof subscribedEvents)[number];

/** Halo's number of each event, as far as it is known. */
export type EventNumbers = ReadonlyMap<SubscribedEvent, number>;

/** Those seen in use. Halo documents none, and those of sites, users and invoices are not known. */
const SEEN: EventNumbers = new Map([
  ['New Ticket Logged', 3],
  ['Ticket Changed', 61],
]);

export function subscribedEvent(label: string): SubscribedEvent | undefined {
  const words = normaliseEvent(label);
  return subscribedEvents.find((event) => normaliseEvent(event) === words);
}

/**
 * Reads `Site Created=2101, Site Updated=2102`; what it names stands above what was seen elsewhere.
 * @throws Error in words for people, naming the part that makes no sense.
 */
export function readEventNumbers(text: string): EventNumbers {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  return new Map([...SEEN, ...parts.map(readPart)]);
}

function readPart(part: string): [SubscribedEvent, number] {
  const [label = '', number = ''] = part.split('=').map((word) => word.trim());
  const event = subscribedEvent(label);
  if (event === undefined) throw new Error(`"${label}" is none of the eleven events`);
  if (!/^\d{1,9}$/.test(number)) throw new Error(`"${part.trim()}" has no number`);
  return [event, Number(number)];
}

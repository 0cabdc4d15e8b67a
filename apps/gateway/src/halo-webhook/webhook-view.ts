import type { WebhookView, connectorProto } from '@halosync/contracts';
import { normaliseEvent, routeEvent, subscribedEvents } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { HeardEvent } from '../inbox/webhooks-seen';
import type { WebhookAuth } from '../webhooks/credential-store';
import { webhookSteps } from './webhook-steps';

/** What the gateway itself knows. */
export interface WebhookSide {
  readonly callbackUrl: string;
  readonly auth: WebhookAuth;
  readonly heard: readonly HeardEvent[];
  /** Whether the reader may see URLs: they are secrets. */
  readonly showsUrls: boolean;
}

/** The webhook as the API shows it. */
export function webhookView(report: connectorProto.WebhookReport, side: WebhookSide): WebhookView {
  const { callbackUrl, auth, showsUrls } = side;
  const shown = showsUrls ? callbackUrl : null;
  return {
    state: stateOf(report, side),
    access: wordOf(report.access),
    checkedAt: orNull(report.checkedAt),
    inHalo: foundView(report.inHalo, showsUrls),
    shouldBe: {
      ...{
        name: 'Halosync',
        url: shown,
        active: true,
        disabled: false,
        method: 'POST',
        contentType: 'application/json',
      },
      ...{ authentication: { type: auth.type, name: nameOf(auth) }, payload: 'full', batched: false },
      events: [...subscribedEvents],
    },
    differences: [...missing(report), ...report.differences].map(({ field, inHalo, shouldBe, message, isFault }) => ({
      field,
      inHalo: field === 'url' && !showsUrls ? null : orNull(inHalo),
      shouldBe: field === 'url' && !showsUrls ? null : orNull(shouldBe),
      message,
      fault: isFault,
    })),
    events: report.events.map((event) => eventView(event, side.heard)),
    steps: webhookSteps(shown, auth),
  };
}

function stateOf(report: connectorProto.WebhookReport, { heard }: WebhookSide): WebhookView['state'] {
  const hasHeard = subscribedEvents.some((event) => heardOf(event, heard) !== undefined);
  if (report.access !== 'allowed') return hasHeard ? 'receiving' : 'waiting_for_first_event';
  const found = present(report.inHalo);
  if (found === null) return 'missing';
  if (found.disabled || !found.active) return 'disabled';
  if (report.differences.some(({ isFault }) => isFault)) return 'differs';
  if (!hasHeard) return 'waiting_for_first_event';
  return report.differences.length > 0 ? 'differs' : 'as_it_should_be';
}

function missing(report: connectorProto.WebhookReport): connectorProto.WebhookDifference[] {
  if (report.access !== 'allowed' || present(report.inHalo) !== null) return [];
  const message = 'Halo has no webhook of ours. Make it here (PUT …/webhook), or follow the steps.';
  return [{ field: 'webhook', inHalo: 'missing', shouldBe: 'Halosync', message, isFault: true }];
}

function foundView(given: connectorProto.HaloWebhook | undefined, showsUrls: boolean): WebhookView['inHalo'] {
  const found = present(given);
  if (found === null) return null;
  const { id, name, url, active, disabled, disabledAt, method, contentType, authType, authName } = found;
  return {
    ...{ id, name, url: showsUrls ? url : null, active, disabled, disabledAt: orNull(disabledAt), method, contentType },
    authentication: { type: authType, name: orNull(authName) },
    payload: found.payload,
    batched: found.batched,
    lastStatus: found.lastStatus === 0 ? null : found.lastStatus,
  };
}

function eventView(
  { event, attached }: connectorProto.WebhookEventState,
  heard: readonly HeardEvent[],
): WebhookView['events'][number] {
  const label = subscribedEvents.find((name) => name === event);
  const route = routeEvent(event);
  if (label === undefined || route === null) throw new AppError('internal', `The connector names an event ${event}.`);
  const times = heardOf(label, heard);
  return {
    event: label,
    entity: route.entity,
    lastReceivedAt: times?.lastAt.toISOString() ?? null,
    received: times?.count ?? 0,
    attached: attached === 'yes' ? true : attached === 'no' ? false : null,
  };
}

function heardOf(event: string, heard: readonly HeardEvent[]): HeardEvent | undefined {
  return heard.find((times) => normaliseEvent(times.event) === normaliseEvent(event));
}

const nameOf = (auth: WebhookAuth): string | null =>
  auth.type === 'basic' ? auth.username : auth.type === 'header' ? auth.header : null;

const wordOf = (access: string): WebhookView['access'] =>
  access === 'allowed' || access === 'forbidden' ? access : 'unknown';

const orNull = (text: string): string | null => (text === '' ? null : text);

/** On the wire an absent message is null. */
const present = <T>(value: T | null | undefined): T | null => value ?? null;

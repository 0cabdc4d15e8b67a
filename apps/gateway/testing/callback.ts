import type { connectorProto } from '@halosync/contracts';
import { EndpointStore } from '../src/webhooks/endpoint-store';
import type { TestGateway } from './test-gateway';

export interface Callback {
  readonly connection: connectorProto.Connection;
  readonly url: string;
}

/** A connection with a callback URL that works. */
export async function aCallback(
  gateway: TestGateway,
  given: Partial<connectorProto.Connection> = {},
): Promise<Callback> {
  const connection = gateway.connector.add(given);
  const tokens = await gateway.app.get(EndpointStore).ensure([connection]);
  return { connection, url: `${gateway.url}/webhooks/halo/${tokens.get(connection.id) ?? ''}` };
}

export interface WebhookAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The delivery's id, or null. */
  readonly id: string | null;
  readonly code: string | null;
}

/** What Halo does. */
export async function postWebhook(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<WebhookAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as { id?: string; code?: string }; // an id, or a problem
  return { status: response.status, headers: response.headers, id: answer.id ?? null, code: answer.code ?? null };
}

import { randomBytes } from 'node:crypto';
import type { connectorProto } from '@halosync/contracts';
import { normaliseEvent, subscribedEvents } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import type { ConnectionsParts } from '../connections/connections';
import { heardEvents } from '../inbox/webhooks-seen';
import { callbackUrl } from '../webhooks/callback-token';
import type { OfferedCredential, WebhookAuth } from '../webhooks/credential-store';
import type { WebhookSide } from './webhook-view';

export interface HaloWebhooksParts extends ConnectionsParts {
  readonly log: Log;
}

export type Followed = 'updated' | 'by_hand' | 'failed';

type Side = Omit<WebhookSide, 'showsUrls'> & { readonly wanted: connectorProto.WantedWebhook };

interface RepairTerms {
  readonly secret: string | null;
  readonly followsOnly: boolean;
  readonly askedBy: string;
}

// 256 bits, as a callback token.
const SECRET_BYTES = 32;
/** Errors after which Halo certainly has nothing of what was sent. */
const REFUSED: ReadonlySet<string> = new Set(['webhook_forbidden', 'conflict', 'not_found']);

/**
 * The webhook in Halo: here it is known what it should be, the connector knows how it is. What it sends decides what a
 * delivery can prove, so every answer is noted at the callback URL.
 */
export class HaloWebhooks {
  constructor(private readonly parts: HaloWebhooksParts) {}

  /** @throws AppError `not_found` for a connection without a callback URL. */
  async check(
    connectionId: string,
    order: { readonly maxAgeSeconds: number; readonly byPerson: boolean; readonly askedBy?: string },
  ): Promise<{ report: connectorProto.WebhookReport; side: Side }> {
    const side = await this.#side(connectionId);
    const report = await this.parts.connector.checkWebhook({ connectionId, wanted: side.wanted, ...order });
    await this.#heed(connectionId, report, side);
    return { report, side };
  }

  /**
   * Makes the webhook, or puts right what differs. Halo gets a secret of our making where it has none that we know of.
   * @throws AppError `webhook_forbidden`, or that of a call.
   */
  async repair(
    connectionId: string,
    askedBy: string,
  ): Promise<{ response: connectorProto.RepairWebhookResponse; side: Side }> {
    const side = await this.#side(connectionId);
    const response = await this.#repair(connectionId, side, { secret: null, followsOnly: false, askedBy });
    return { response, side };
  }

  /** Tells our webhook in Halo of a new callback URL, or of a new secret. Never makes one. */
  async follow(
    connectionId: string,
    { secret = null, askedBy }: { readonly secret?: string | null; readonly askedBy: string },
  ): Promise<Followed> {
    try {
      const side = await this.#side(connectionId);
      const { outcome } = await this.#repair(connectionId, side, { secret, followsOnly: true, askedBy });
      return outcome === 'absent' ? 'by_hand' : 'updated';
    } catch (error) {
      if (error instanceof AppError && error.code === 'webhook_forbidden') return 'by_hand';
      this.parts.log.warn('webhook in halo not changed', { connectionId, ...errorFields(error) });
      return 'failed';
    }
  }

  async #repair(
    connectionId: string,
    side: Side,
    { secret, followsOnly, askedBy }: RepairTerms,
  ): Promise<connectorProto.RepairWebhookResponse> {
    const { connector, credentials } = this.parts;
    const authSecret = secret ?? randomBytes(SECRET_BYTES).toString('base64url');
    // Before Halo has it: its first delivery with it must find it known.
    const offered = secret === null ? await this.#offer(connectionId, side.auth, authSecret) : null;
    const { wanted } = side;
    const request = { connectionId, wanted, authSecret, secretChanged: secret !== null, followsOnly, askedBy };
    try {
      const response = await connector.repairWebhook(request);
      if (offered !== null)
        await (response.secretWritten ? credentials.accept(offered) : credentials.withdraw(offered));
      await this.#heed(connectionId, response.report, side);
      return response;
    } catch (error) {
      // After any other failure Halo may have it: then it works on until another takes its place.
      if (offered !== null && error instanceof AppError && REFUSED.has(error.code)) await credentials.withdraw(offered);
      throw error;
    }
  }

  async #offer(connectionId: string, auth: WebhookAuth, secret: string): Promise<OfferedCredential | null> {
    return auth.type === 'none' ? null : this.parts.credentials.offer(connectionId, { ...auth, secret });
  }

  async #side(connectionId: string): Promise<Side> {
    const { endpoints, credentials, dataSource, publicUrl } = this.parts;
    const [tokens, auths, heard] = await Promise.all([
      endpoints.tokensOf(connectionId),
      credentials.current([connectionId]),
      heardEvents(dataSource, connectionId),
    ]);
    const [url, ...earlierUrls] = tokens.map((token) => callbackUrl(publicUrl, token));
    if (url === undefined) throw new AppError('not_found', 'The connection has no callback URL.');
    const auth = auths.get(connectionId) ?? { type: 'none' };
    const wanted: connectorProto.WantedWebhook = {
      callbackUrl: url,
      earlierUrls,
      authType: auth.type,
      authName: auth.type === 'basic' ? auth.username : auth.type === 'header' ? auth.header : '',
      heard: heard.flatMap(({ event, notificationId }) =>
        notificationId !== null && isSubscribed(event) ? [{ event, notificationId }] : [],
      ),
    };
    return { callbackUrl: url, auth, heard, wanted };
  }

  async #heed(connectionId: string, { inHalo, sendsWhole }: connectorProto.WebhookReport, side: Side): Promise<void> {
    const { endpoints, snapshot } = this.parts;
    const url = inHalo?.url ?? '';
    const isOurs = url === side.callbackUrl || side.wanted.earlierUrls.includes(url);
    const token = sendsWhole && isOurs ? url.slice(url.lastIndexOf('/') + 1) : null;
    if (await endpoints.setPayloadWhole(connectionId, token)) await snapshot.reload();
  }
}

const labels: ReadonlySet<string> = new Set(subscribedEvents.map(normaliseEvent));
const isSubscribed = (label: string): boolean => labels.has(normaliseEvent(label));

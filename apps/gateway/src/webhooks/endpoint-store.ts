import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { GatewayKeys } from '../keys/gateway-keys';
import type { TokenSource } from './callback-token';
import { callbackToken, tokenDigest } from './callback-token';
import type { Endpoint, WebhookCredential } from './endpoint';

interface EndpointRow {
  readonly connection_id: string;
  readonly generation: number;
  readonly salt: Buffer;
}

interface LiveRow extends EndpointRow {
  readonly token_digest: Buffer;
  readonly payload_whole: boolean;
  readonly credentials: readonly { type: 'basic' | 'header'; name: string; digest: string }[];
}

/** Callback URLs in Postgres. */
export class EndpointStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: GatewayKeys,
    /** The old URL works this much longer: somebody has to paste the new one into Halo. */
    private readonly overlapSeconds: number,
  ) {}

  /**
   * The token of each connection's current callback URL; one is made where there is none, or where the one there is
   * belongs to an earlier generation.
   */
  async ensure(
    connections: readonly { readonly id: string; readonly generation: number }[],
  ): Promise<ReadonlyMap<string, string>> {
    const current = await this.#current(connections.map(({ id }) => id));
    const tokens = new Map<string, string>();
    for (const { id, generation } of connections) {
      const held = current.get(id);
      const isUsable = held !== undefined && held.generation >= generation;
      tokens.set(id, callbackToken(this.keys, isUsable ? held : await this.#make(id, generation, 'revoke')));
    }
    return tokens;
  }

  /** A new callback URL; the old one keeps working until the moment returned with it. */
  async rotate(connectionId: string, generation: number): Promise<{ token: string; previousWorksUntil: Date }> {
    const token = callbackToken(this.keys, await this.#make(connectionId, generation, 'overlap'));
    const [row] = await this.dataSource.query<{ until: Date }[]>(
      `SELECT coalesce(max(expires_at), clock_timestamp()) AS until FROM gateway.webhook_endpoint
       WHERE connection_id = $1 AND revoked_at IS NULL`,
      [connectionId],
    );
    return { token, previousWorksUntil: row?.until ?? new Date() };
  }

  /** The tokens that work for a connection, the current one first; none where it has no callback URL yet. */
  async tokensOf(connectionId: string): Promise<string[]> {
    const rows = await this.dataSource.query<EndpointRow[]>(
      `SELECT connection_id, generation, salt FROM gateway.webhook_endpoint
       WHERE connection_id = $1 AND revoked_at IS NULL AND coalesce(expires_at > clock_timestamp(), true)
       ORDER BY expires_at DESC NULLS FIRST`,
      [connectionId],
    );
    return rows.map((row) => callbackToken(this.keys, sourceOf(row)));
  }

  /**
   * What Halo's webhook sends, as last read from Halo. It is said of the URL that this webhook calls, and of no other.
   * @param token null where no webhook is known.
   * @returns whether that is news.
   */
  async setPayloadWhole(connectionId: string, token: string | null): Promise<boolean> {
    const digest = token === null ? Buffer.alloc(0) : tokenDigest(this.keys, token);
    const [, changed] = await this.dataSource.query<[unknown, number]>(
      `UPDATE gateway.webhook_endpoint SET payload_whole = token_digest = $2
       WHERE connection_id = $1 AND revoked_at IS NULL AND payload_whole <> (token_digest = $2)`,
      [connectionId, digest],
    );
    return changed > 0;
  }

  async revokeAll(connectionId: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE gateway.webhook_endpoint SET revoked_at = clock_timestamp() WHERE connection_id = $1 AND revoked_at IS NULL`,
      [connectionId],
    );
  }

  /** Every callback URL that works now, with what is checked beside it. */
  async live(): Promise<Endpoint[]> {
    const rows = await this.dataSource.query<LiveRow[]>(`
      SELECT e.connection_id, e.generation, e.salt, e.token_digest, e.payload_whole, c.credentials
      FROM gateway.webhook_endpoint e
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object('type', type, 'name', name, 'digest', encode(digest, 'hex'))), '[]') AS credentials
        FROM gateway.webhook_credential WHERE connection_id = e.connection_id AND coalesce(expires_at > clock_timestamp(), true)
      ) c
      WHERE e.revoked_at IS NULL AND coalesce(e.expires_at > clock_timestamp(), true)`);
    return rows.map((row) => ({
      connectionId: row.connection_id,
      generation: row.generation,
      digest: row.token_digest,
      isPayloadWhole: row.payload_whole,
      credentials: row.credentials.map(({ type, name, digest }): WebhookCredential => ({
        type,
        name,
        digest: Buffer.from(digest, 'hex'),
      })),
    }));
  }

  async #current(connectionIds: readonly string[]): Promise<Map<string, TokenSource>> {
    const rows = await this.dataSource.query<EndpointRow[]>(
      `SELECT connection_id, generation, salt FROM gateway.webhook_endpoint
       WHERE connection_id = ANY($1::uuid[]) AND revoked_at IS NULL AND expires_at IS NULL`,
      [connectionIds],
    );
    return new Map(rows.map((row) => [row.connection_id, sourceOf(row)]));
  }

  async #make(connectionId: string, generation: number, former: 'revoke' | 'overlap'): Promise<TokenSource> {
    const source: TokenSource = { connectionId, generation, salt: randomBytes(32) };
    const digest = tokenDigest(this.keys, callbackToken(this.keys, source));
    return this.dataSource.transaction(async (manager) => {
      // Two requests that find no endpoint at once: the second waits here and then finds the first one's.
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('gateway endpoint'), hashtext($1))`, [connectionId]);
      const [held] = await manager.query<EndpointRow[]>(
        `SELECT connection_id, generation, salt FROM gateway.webhook_endpoint
         WHERE connection_id = $1 AND revoked_at IS NULL AND expires_at IS NULL`,
        [connectionId],
      );
      if (former === 'revoke' && held !== undefined && held.generation >= generation) return sourceOf(held);
      await manager.query(
        former === 'revoke'
          ? `UPDATE gateway.webhook_endpoint SET revoked_at = clock_timestamp() WHERE connection_id = $1 AND revoked_at IS NULL`
          : `UPDATE gateway.webhook_endpoint SET expires_at = clock_timestamp() + make_interval(secs => $2)
             WHERE connection_id = $1 AND revoked_at IS NULL AND expires_at IS NULL`,
        former === 'revoke' ? [connectionId] : [connectionId, this.overlapSeconds],
      );
      await manager.query(
        `INSERT INTO gateway.webhook_endpoint (connection_id, generation, salt, token_digest, payload_whole)
         VALUES ($1, $2, $3, $4, false)`,
        [connectionId, generation, source.salt, digest],
      );
      return source;
    });
  }
}

function sourceOf(row: EndpointRow): TokenSource {
  return { connectionId: row.connection_id, generation: row.generation, salt: row.salt };
}

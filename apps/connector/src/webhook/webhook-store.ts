import { Secret } from '@halosync/config';
import type { FieldError } from '@halosync/errors';
import type { HaloWebhook } from '@halosync/halo-client';
import type { DataSource } from 'typeorm';
import type { SecretStore } from '../secrets/secret-store';
import type { EventNumbers, SubscribedEvent } from './event-numbers';

export type WebhookAccess = 'unknown' | 'allowed' | 'forbidden';

/** What is known of the webhook in Halo. */
export interface WebhookState {
  readonly haloId: string | null;
  readonly access: WebhookAccess;
  readonly checkedAt: Date | null;
  /** By the database's clock; Infinity where it was never read. */
  readonly ageSeconds: number;
  readonly found: HaloWebhook | null;
  readonly faults: readonly FieldError[];
  readonly soundAt: Date | null;
  /** Learned from this Halo. */
  readonly numbers: EventNumbers;
}

/** The outcome of a look, or that we may not look. */
export type WebhookLook =
  | { readonly access: 'forbidden' }
  | {
      readonly access: 'allowed';
      readonly found: HaloWebhook | null;
      readonly faults: readonly FieldError[];
      readonly isSound: boolean;
      readonly numbers: EventNumbers;
    };

interface Row {
  readonly halo_id: string | null;
  readonly access: WebhookAccess;
  readonly checked_at: Date | null;
  readonly age: number | null;
  readonly found: (Omit<HaloWebhook, 'url' | 'disabledAt'> & { readonly disabledAt: string | null }) | null;
  readonly faults: readonly FieldError[];
  readonly sound_at: Date | null;
  readonly event_numbers: Readonly<Partial<Record<SubscribedEvent, number>>>;
}

const NOTHING: WebhookState = {
  haloId: null,
  access: 'unknown',
  checkedAt: null,
  ageSeconds: Infinity,
  found: null,
  faults: [],
  soundAt: null,
  numbers: new Map(),
};

/** What was last read of the webhook in Halo, for all replicas. */
export class WebhookStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretStore,
  ) {}

  async read(connectionId: string): Promise<WebhookState> {
    const [row] = await this.dataSource.query<Row[]>(
      `SELECT halo_id, access, checked_at, extract(epoch FROM clock_timestamp() - checked_at)::float8 AS age, found, faults,
         sound_at, event_numbers
       FROM webhook WHERE connection_id = $1`,
      [connectionId],
    );
    if (row === undefined) return NOTHING;
    const url = row.found === null ? null : await this.secrets.get(connectionId, 'webhook_url');
    return {
      haloId: row.halo_id,
      access: row.access,
      checkedAt: row.checked_at,
      ageSeconds: row.age ?? Infinity,
      found:
        row.found === null ? null : { ...row.found, url: url?.reveal() ?? '', disabledAt: date(row.found.disabledAt) },
      faults: row.faults,
      soundAt: row.sound_at,
      numbers: new Map(Object.entries(row.event_numbers) as [SubscribedEvent, number][]), // written by `write`
    };
  }

  async write(connectionId: string, look: WebhookLook): Promise<void> {
    if (look.access === 'forbidden') {
      // What was known of it goes: it may be anything by now.
      await this.#put(connectionId, {
        access: 'forbidden',
        found: null,
        faults: [],
        isSound: false,
        numbers: new Map(),
      });
      return;
    }
    await this.#put(connectionId, look);
  }

  /** How many connections have a webhook with which something is wrong, by its code. */
  async countFaults(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.dataSource.query<{ code: string; count: string }[]>(
      `SELECT f.value ->> 'code' AS code, count(DISTINCT w.connection_id) AS count
       FROM webhook w JOIN connection c ON c.id = w.connection_id, jsonb_array_elements(w.faults) AS f
       WHERE c.status IN ('active', 'auth_failed') GROUP BY 1`,
    );
    return new Map(rows.map(({ code, count }) => [code, Number(count)]));
  }

  async #put(
    connectionId: string,
    look: Omit<WebhookLook & { access: 'allowed' }, 'access'> & { access: WebhookAccess },
  ): Promise<void> {
    const { url, ...found } = look.found ?? { url: null };
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO webhook AS w (connection_id, halo_id, checked_at, access, found, faults, sound_at, event_numbers)
         VALUES ($1, $2, clock_timestamp(), $3, $4, $5, CASE WHEN $6 THEN clock_timestamp() END, $7)
         ON CONFLICT (connection_id) DO UPDATE
         SET halo_id = coalesce(excluded.halo_id, w.halo_id), checked_at = excluded.checked_at, access = excluded.access,
           found = excluded.found, faults = excluded.faults, sound_at = coalesce(excluded.sound_at, w.sound_at),
           event_numbers = w.event_numbers || excluded.event_numbers`,
        [
          connectionId,
          look.found?.id ?? null,
          look.access,
          look.found === null ? null : JSON.stringify(found),
          JSON.stringify(look.faults),
          look.isSound,
          JSON.stringify(Object.fromEntries(look.numbers)),
        ],
      );
      if (url !== null) await this.secrets.put(manager, connectionId, 'webhook_url', new Secret(url));
    });
  }
}

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));

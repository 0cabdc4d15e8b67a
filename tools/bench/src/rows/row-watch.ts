import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const LOOK_EVERY_MS = 2;
const PATIENCE_MS = 30_000;

interface Awaited {
  readonly since: number;
  readonly resolve: (at: number) => void;
  readonly reject: (error: Error) => void;
}

/** Sees rows of the ticket table when they become visible to others: one look every 2 ms, and none while nobody waits. */
export class RowWatch {
  readonly #awaited = new Map<number, Awaited>();
  readonly #looking: Promise<void>;
  #isStopped = false;

  private constructor(private readonly client: pg.Client) {
    this.#looking = this.#look();
    this.#looking.catch(() => undefined); // told to those who wait, and by stop()
  }

  static async start(databaseUrl: string): Promise<RowWatch> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return new RowWatch(client);
  }

  /** When the row was first seen, by `performance.now()`. */
  seen(haloId: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#awaited.set(haloId, { since: performance.now(), resolve, reject });
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#looking;
    await this.client.end();
  }

  async #look(): Promise<void> {
    while (!this.#isStopped) {
      if (this.#awaited.size > 0) await this.#lookOnce();
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #lookOnce(): Promise<void> {
    const { rows } = await this.client.query<{ halo_id: string }>({
      name: 'look',
      text: 'SELECT halo_id FROM ticket_service.ticket WHERE halo_id = ANY($1::bigint[])',
      values: [[...this.#awaited.keys()]],
    });
    const now = performance.now();
    for (const { halo_id } of rows) {
      this.#awaited.get(Number(halo_id))?.resolve(now);
      this.#awaited.delete(Number(halo_id));
    }
    for (const [haloId, { since, reject }] of this.#awaited) {
      if (now - since < PATIENCE_MS) continue;
      this.#awaited.delete(haloId);
      reject(new Error(`ticket ${haloId} was no row after ${PATIENCE_MS} ms`));
    }
  }
}

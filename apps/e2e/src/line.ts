import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GatewayClient,
  LinePrograms,
  PROGRAMS,
  SIMULATOR,
  SIMULATOR_EVENT_NUMBERS,
  SimulatorClient,
  type Connection,
  type ProgramName,
} from '@halosync/line';
import { Guardian } from '@halosync/supervisor';
import pg from 'pg';
import { prepareLine } from './prepare-line';

export interface LineOptions {
  /** The simulator's variables, such as SIMULATOR_TICKETS. */
  readonly simulator?: Readonly<Record<string, string>>;
  /** Variables of every other program. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder whose `dist` holds the programs; the repository where nothing is said. */
  readonly root?: string;
  /** A broker of its own, for specs that stop it. */
  readonly kafkaBrokers?: readonly string[];
  /** How many of a program; one where nothing is said. */
  readonly replicas?: Partial<Record<ProgramName, number>>;
}

// So many calls that no spec waits for the budget; those that are about it set their own.
const PLENTY = '5000';

/**
 * The whole line as it is built, with a simulated Halo: every program a process of its own, on a fresh database and
 * fresh topics. Seen from outside only: HTTP, tables, topics.
 */
export class Line {
  private constructor(
    readonly url: string,
    readonly databaseUrl: string,
    readonly topicPrefix: string,
    readonly api: GatewayClient,
    readonly simulator: SimulatorClient,
    readonly programs: LinePrograms,
    readonly encryptionKeys: string,
    readonly adminPassword: string,
    private readonly pool: pg.Pool,
    private readonly release: () => Promise<void>,
  ) {}

  static async start(given: LineOptions = {}): Promise<Line> {
    const options: LineOptions = {
      ...given,
      simulator: { SIMULATOR_RATE_LIMIT_REQUESTS: PLENTY, ...given.simulator },
      // A killed consumer's partitions are free again soon: kill tests are to test, not to wait.
      env: {
        HALO_RATE_LIMIT_REQUESTS: PLENTY,
        KAFKA_SESSION_SECONDS: '10',
        LEASE_SECONDS: '6',
        WEBHOOK_EVENT_NUMBERS: SIMULATOR_EVENT_NUMBERS,
        ...given.env,
      },
    };
    const guardian = await Guardian.start();
    const dataDir = await mkdtemp(join(tmpdir(), 'halosync-e2e-'));
    const { settings, database, ports } = await prepareLine(options, dataDir, guardian);
    const programs = new LinePrograms(settings, ports, guardian, { logs: '.cache/e2e-logs' });
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined); // the database goes while a connection idles: the next query tells
    const release = async (): Promise<void> => {
      await programs.stopAll();
      await guardian.dismiss();
      await pool.end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    };
    try {
      const replicas = PROGRAMS.flatMap((name) =>
        Array.from({ length: options.replicas?.[name] ?? 1 }, (_, index) =>
          index === 0 ? name : `${name}-${String(index + 1)}`,
        ),
      );
      await Promise.all(replicas.map((name) => programs.start(name)));
      const url = settings.publicUrl;
      const api = await GatewayClient.signIn(url, settings.adminEmail, settings.adminPassword);
      const simulator = new SimulatorClient(`http://127.0.0.1:${String(settings.ports.http[SIMULATOR])}`);
      const { topicPrefix = '', encryptionKeys } = settings;
      return new Line(
        url,
        database.url,
        topicPrefix,
        api,
        simulator,
        programs,
        encryptionKeys,
        settings.adminPassword,
        pool,
        release,
      );
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Save And Sync with the simulator's values, and its webhooks sent to us: small ones, which tell the least. */
  async connect(settings?: Readonly<Record<string, unknown>>): Promise<Connection> {
    const connection = await this.api.saveAndSync(await this.simulator.credentials(), 'Simulator', settings);
    await this.simulator.sendWebhooksTo(connection.callbackUrl, 'small');
    return connection;
  }

  async sql<Row extends pg.QueryResultRow = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await this.pool.query<Row>(text, [...values])).rows;
  }

  /** kill -9; it stays away until `restart`. */
  kill(name: string): Promise<void> {
    return this.programs.kill(name);
  }

  /** Starts it (again), on the same ports, and waits until it is ready. */
  async restart(name: string): Promise<void> {
    await this.programs.kill(name);
    await this.programs.start(name);
  }

  stop(): Promise<void> {
    return this.release();
  }
}

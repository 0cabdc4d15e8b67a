import { randomUUID } from 'node:crypto';
import type { connectorProto } from '@halosync/contracts';
import { entityNames, subscribedEvents } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { FakeMethods, FakeProgram } from './fake-grpc';
import { fakeGrpc } from './fake-grpc';

const aSelfTest: connectorProto.SelfTest = {
  testedAt: '2026-11-01T10:00:00.000Z',
  calls: 10,
  pageCap: 100,
  pagingHonoured: true,
  clockOffsetMs: 0,
  entities: entityNames.map((entity) => ({
    entity,
    ...(entity === 'invoice' ? {} : { filterHonoured: true }),
    ...(entity === 'site' ? { idsHonoured: true } : {}),
  })),
};

/** A connection as the connector tells of it; valid unless told otherwise. */
export function aConnection(given: Partial<connectorProto.Connection> = {}): connectorProto.Connection {
  return {
    id: randomUUID(),
    name: 'Northwind',
    integration: 'halo-psa',
    status: 'active',
    generation: 1,
    version: 1,
    authUrl: 'https://northwind.halopsa.com/auth',
    resourceUrl: 'https://northwind.halopsa.com/api',
    tenant: 'northwind',
    clientId: 'c9534241-dde9-4d04-9d45-32b1fbff22ed',
    instance: 'northwind',
    settings: {},
    budget: {
      limit: 450,
      windowSeconds: 300,
      used: 12,
      waiting: 0,
      lanes: [{ lane: 'backfill', used: 12, waiting: 0 }],
      blockedUntil: '',
      configuredLimit: 450,
      sharePercent: 100,
      learnedLimit: 0,
      learnedHow: '',
      learnedSince: '',
      trialLimit: 0,
      trialAt: '',
    },
    entities: entityNames.map((entity) => ({
      entity,
      state: 'running',
      inHalo: 10,
      inPostgres: 4,
      lastCompleteAt: '',
      deadLetters: 0,
      detail: '',
    })),
    warnings: [],
    runId: '',
    createdAt: '2026-11-01T10:00:00.000Z',
    secretSetAt: '2026-11-01T10:00:00.000Z',
    refetchWaiting: 0,
    selfTest: aSelfTest,
    ...given,
  };
}

/** A connector that keeps connections in memory and remembers the gaps it was told of. */
export class FakeConnector {
  readonly connections = new Map<string, connectorProto.Connection>();
  readonly gaps: connectorProto.ReportGapRequest[] = [];
  readonly requests: Record<string, unknown[]> = {};
  /** Replaces an answer. */
  readonly answers: FakeMethods = {};
  #program: FakeProgram | undefined;
  #port = 0;

  get address(): string {
    return `127.0.0.1:${String(this.#port)}`;
  }

  add(given: Partial<connectorProto.Connection> = {}): connectorProto.Connection {
    const connection = aConnection(given);
    this.connections.set(connection.id, connection);
    return connection;
  }

  async start(): Promise<void> {
    const methods: FakeMethods = Object.fromEntries(
      Object.entries(this.#methods()).map(([name, answer]) => [
        name,
        (request: never): unknown => {
          (this.requests[name] ??= []).push(request);
          return (this.answers[name] ?? answer)(request);
        },
      ]),
    );
    this.#program = await fakeGrpc('halosync.connector.v1', 'ConnectorService', methods, this.#port);
    this.#port = Number(this.#program.address.split(':')[1]);
  }

  stop(): void {
    this.#program?.stop();
  }

  #methods(): FakeMethods {
    return {
      testConnection: () => ({
        result: {
          steps: [{ name: 'signed_in', ok: true, ms: 12, detail: '' }],
          entities: [{ entity: 'ticket', readable: true, recordCount: 8 }],
          warnings: [],
          selfTest: aSelfTest,
        },
      }),
      saveConnection: (request: connectorProto.SaveConnectionRequest) => {
        const { authUrl = '', resourceUrl = '', tenant = '', clientId = '', name = '' } = request.values ?? {};
        const held = [...this.connections.values()].find((candidate) => candidate.tenant === tenant);
        if (held !== undefined) return { connection: held, outcome: 'unchanged' };
        const connection = this.add({
          authUrl,
          resourceUrl,
          tenant,
          clientId,
          name,
          runId: randomUUID(),
          settings: request.settings ?? {},
        });
        return { connection, outcome: 'created' };
      },
      listConnections: () => ({ items: [...this.connections.values()] }),
      getConnection: ({ id }: { id: string }) => ({ connection: this.#held(id) }),
      updateConnection: (request: connectorProto.UpdateConnectionRequest) => {
        const held = this.#held(request.id);
        const { clientSecret: _secret, ...values } = request.values ?? { clientSecret: '' };
        const connection = { ...held, ...values, settings: request.settings ?? {}, version: held.version + 1 };
        this.connections.set(held.id, connection);
        return { connection };
      },
      deleteConnection: ({ id }: { id: string }) => {
        this.connections.delete(id);
        return { removed: 3 };
      },
      pauseConnection: ({ id }: { id: string }) => ({ connection: this.#set(id, { status: 'paused' }) }),
      resumeConnection: ({ id }: { id: string }) => ({ connection: this.#set(id, { status: 'active' }) }),
      cancelRun: ({ id }: { id: string }) => ({ run: aRun({ id, state: 'cancelled' }) }),
      startRun: ({ connectionId, mode }: { connectionId: string; mode: string }) => ({
        run: aRun({ connectionId, mode }),
        started: true,
      }),
      listRuns: ({ connectionId }: { connectionId: string }) => ({ items: [aRun({ connectionId })], nextCursor: '' }),
      getRun: ({ id }: { id: string }) => ({ run: aRun({ id }) }),
      refetchRecord: () => ({ joined: false }),
      reportGap: (request: connectorProto.ReportGapRequest) => {
        this.gaps.push(request);
        return {};
      },
      listCalls: () => ({ items: [], nextCursor: '' }),
      checkWebhook: () => ({ report: aWebhookReport() }),
      repairWebhook: () => ({ report: aWebhookReport(), outcome: 'absent', secretWritten: false }),
    };
  }

  #set(id: string, change: Partial<connectorProto.Connection>): connectorProto.Connection {
    const held = this.#held(id);
    const changed = { ...held, ...change, version: held.version + 1 };
    this.connections.set(id, changed);
    return changed;
  }

  #held(id: string): connectorProto.Connection {
    const held = this.connections.get(id);
    if (held === undefined) throw new AppError('not_found', 'There is no such connection.');
    return held;
  }
}

/** What is known of the webhook in Halo: nothing, unless told otherwise. */
export function aWebhookReport(given: Partial<connectorProto.WebhookReport> = {}): connectorProto.WebhookReport {
  return {
    access: 'unknown',
    checkedAt: '',
    inHalo: undefined,
    differences: [],
    events: subscribedEvents.map((event) => ({ event, attached: 'unknown' })),
    sendsWhole: false,
    ...given,
  };
}

export function aRun(given: Partial<connectorProto.Run> = {}): connectorProto.Run {
  return {
    id: randomUUID(),
    connectionId: randomUUID(),
    mode: 'backfill',
    state: 'running',
    startedAt: '2026-11-01T10:00:00.000Z',
    endedAt: '',
    etaSeconds: -1,
    calls: 3,
    entities: [
      {
        entity: 'ticket',
        state: 'running',
        inHalo: -1,
        seen: 5,
        published: 5,
        applied: 4,
        unchanged: 1,
        stale: 0,
        rechecked: 0,
        dead: 0,
        dropped: 0,
        detail: '',
        committed: 5,
        held: -1,
        repaired: 0,
        etaSeconds: -1,
      },
    ],
    reason: 'first sync',
    askedBy: '',
    ...given,
  };
}

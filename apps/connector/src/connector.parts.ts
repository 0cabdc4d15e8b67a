import { randomUUID } from 'node:crypto';
import type { EntityName, OutgoingMessage } from '@halosync/contracts';
import { consumerGroup, topicName } from '@halosync/contracts';
import { createTransport } from '@halosync/halo-client';
import type { KafkaOptions } from '@halosync/kafka';
import { GroupLag, Publisher } from '@halosync/kafka';
import { MasterKeys } from '@halosync/keys';
import type { Log, Metrics } from '@halosync/observability';
import { Leases } from '@halosync/persistence';
import type { ClientSource } from '@halosync/rate-budget';
import { RateBudget } from '@halosync/rate-budget';
import type { DataSource } from 'typeorm';
import { ConnectionsApi } from './api/connections-api';
import { SyncApi } from './api/sync-api';
import { WebhookApi } from './api/webhook-api';
import { Closing } from './connections/closing';
import { Instances } from './connections/instances';
import type { ConnectorConfig } from './connector.config';
import { BudgetMeter } from './gate/budget-meter';
import { CallLedger } from './gate/call-ledger';
import { CallMeter } from './gate/call-meter';
import { HaloClock } from './gate/halo-clock';
import { HaloDesk } from './gate/halo-desk';
import { HaloGate } from './gate/halo-gate';
import { Refusals } from './gate/refusals';
import { Gaps } from './gaps/gaps';
import { CollectionCheck } from './refetch/collection-check';
import { RefetchQueue } from './refetch/refetch-queue';
import { RefetchWorkers } from './refetch/refetch-workers';
import { Sweeper } from './refetch/sweeper';
import { Schedule } from './schedule/schedule';
import { DataKeys } from './secrets/data-keys';
import { SecretStore } from './secrets/secret-store';
import { EntityServices } from './services/entity-services';
import { ServiceCounts } from './services/service-counts';
import { publishPatiently } from './sync/publish-patiently';
import { RepairMeter } from './sync/repair-report';
import { RunLoop } from './sync/run-loop';
import { Recovery } from './tokens/recovery';
import { TokenKeeper } from './tokens/token-keeper';
import { TokenStore } from './tokens/token-store';
import { Upkeep } from './upkeep';
import { WebhookKeeper } from './webhook/webhook-keeper';
import { WebhookMeter } from './webhook/webhook-meter';
import { WebhookStore } from './webhook/webhook-store';

/** Work that goes on by itself; the names are Nest's, which starts and stops it. */
export interface Loop {
  onApplicationBootstrap(): void;
  beforeApplicationShutdown(): Promise<void>;
}

/** The connector, put together: every part is handed what it uses. */
export interface ConnectorParts {
  readonly api: { readonly connections: ConnectionsApi; readonly sync: SyncApi; readonly webhook: WebhookApi };
  /** In the order in which they start; they stop together. */
  readonly loops: readonly Loop[];
  readonly workers: RefetchWorkers;
  readonly keeper: TokenKeeper;
  readonly meters: readonly { attach(metrics: Metrics): void }[];
  /** Before anything runs: keys fit, budgets are there, a former self's leases are given up. */
  prepare(): Promise<void>;
  /** After everything has stopped. */
  close(): Promise<void>;
}

export function connectorParts(
  config: ConnectorConfig,
  dataSource: DataSource,
  kafka: KafkaOptions,
  log: Log,
): ConnectorParts {
  const name = config.CONNECTOR_NAME;
  // Unique per start: a former self that still lives (paused, cut off) must not be taken for this one.
  const holder = `${name ?? 'connector'}:${randomUUID()}`;
  const leaseMs = config.LEASE_SECONDS * 1_000;
  const leases = new Leases(dataSource, 'connector', holder, leaseMs);
  // These two are short, and not to be given up while a slot is waited for.
  const shortLeases = new Leases(dataSource, 'connector', holder);
  const masterKeys = new MasterKeys(config.ENCRYPTION_KEYS);
  const secrets = new SecretStore(dataSource, masterKeys);
  const services = EntityServices.fromConfig(config);
  const publisher = new Publisher(kafka);
  const lag = new GroupLag(kafka, consumerGroup(config.TOPIC_PREFIX, 'connector'));

  const budget = new RateBudget({ pool: poolOf(dataSource), holder, log });
  const transport = createTransport({
    allowedPrivateHosts: config.HALO_ALLOWED_PRIVATE_HOSTS,
    caFile: config.HALO_CA_FILE,
  });
  const ledger = new CallLedger(dataSource);
  const clock = new HaloClock();
  const meter = new CallMeter();
  const repairMeter = new RepairMeter();
  const gate = new HaloGate(budget, transport, ledger, clock, meter);
  const defaults = { limit: config.HALO_RATE_LIMIT_REQUESTS, windowSeconds: config.HALO_RATE_LIMIT_WINDOW_SECONDS };
  const instances = new Instances(dataSource, budget, defaults);
  const tokens = new TokenStore(dataSource, secrets);
  const keeper = new TokenKeeper(dataSource, secrets, tokens, shortLeases, gate);
  const refusals = new Refusals(dataSource, gate);
  const desk = new HaloDesk(gate, keeper, ledger, refusals);

  const topicPrefix = config.TOPIC_PREFIX;
  const queue = new RefetchQueue(dataSource, holder);
  const collections = new CollectionCheck(desk);
  const concurrency = config.REFETCH_CONCURRENCY;
  const send = (messages: readonly OutgoingMessage[]): Promise<void> => publisher.send(messages);
  const workers = new RefetchWorkers({
    dataSource,
    desk,
    queue,
    collections,
    topicPrefix,
    concurrency,
    log,
    publish: send,
  });
  const kickRefetch = (): void => workers.kick();
  const runs: RunLoop = new RunLoop({
    ...{ dataSource, leases, leaseMs, log, stallMs: config.RUN_STALL_SECONDS * 1_000 },
    parts: {
      ...{ dataSource, desk, services, topicPrefix, kickRefetch, repairMeter, log },
      publish: (messages, signal) => publishPatiently(publisher, messages, signal, log),
      touchLag: (entity: EntityName) => lag.of(topicName(topicPrefix, entity, 'touched')),
    },
    onEnd: () => {
      gaps.kick();
      schedule.kick();
    },
  });
  const kickRuns = (): void => runs.kick();
  const gaps = new Gaps(dataSource, clock, kickRuns, log);
  const plan = { deltaSeconds: config.DELTA_SECONDS, reconcileAt: config.RECONCILE_AT };
  const schedule = new Schedule({ dataSource, clock, defaults: plan, onRun: kickRuns, log });
  const sweeper = new Sweeper({ dataSource, clock, kickRuns, kickRefetch, log });
  const onClosing = (connectionId: string): void => {
    keeper.forget(connectionId);
    runs.kick();
  };
  const closing = new Closing({ dataSource, secrets, services, log, onClosing });
  const onRecovered = (): void => {
    kickRuns();
    kickRefetch();
  };
  const everyMs = config.SIGN_IN_CHECK_SECONDS * 1_000;
  const recovery = new Recovery({ dataSource, keeper, desk, log, everyMs, onRecovered });
  const upkeep = new Upkeep(dataSource, ledger, log, config.CALLS_KEPT_DAYS);

  const webhooks = new WebhookStore(dataSource, secrets);
  const webhookMeter = new WebhookMeter(webhooks);
  const webhookKeeper = new WebhookKeeper({
    ...{ desk, gaps, log, leases: shortLeases, meter: webhookMeter },
    store: webhooks,
    numbers: config.WEBHOOK_EVENT_NUMBERS,
  });
  const counts = new ServiceCounts(services);
  const saving = {
    dataSource,
    secrets,
    tokens,
    leases: shortLeases,
    ledger,
    gate,
    instances,
    checkUrl: (url: string) => transport.checkUrl(url),
  };
  return {
    api: {
      connections: new ConnectionsApi({ ...saving, budget, counts, closing, keeper, gaps, kickRuns }),
      webhook: new WebhookApi(dataSource, webhookKeeper),
      sync: new SyncApi({ dataSource, services, budget, ledger, gaps, clock, desk, kickRuns, kickRefetch }),
    },
    loops: [runs, workers, sweeper, gaps, schedule, closing, recovery, upkeep],
    workers,
    keeper,
    meters: [meter, repairMeter, webhookMeter, new BudgetMeter(dataSource, budget)],
    prepare: async () => {
      await new DataKeys(dataSource, masterKeys).assertReadable();
      await instances.ensureAll();
      if (name !== undefined) {
        await dataSource.query(`UPDATE lease SET expires_at = '-infinity' WHERE starts_with(holder, $1)`, [`${name}:`]);
        await queue.freeClaimsOf(name);
      }
    },
    close: async () => {
      await budget.close();
      await transport.close();
      await publisher.close();
      await lag.close();
      services.close();
      await dataSource.destroy();
    },
  };
}

/** TypeORM keeps its pg pool there; the budget's transactions use clients of the same pool. */
function poolOf(dataSource: DataSource): ClientSource {
  return (dataSource.driver as unknown as { master: ClientSource }).master;
}

import type { Cluster, Workload } from './cluster';

/** What a program says of one variable (`--describe-environment`). */
export interface KnownVariable {
  readonly name: string;
  readonly isRequired: boolean;
}

export type Environments = Readonly<Record<string, readonly KnownVariable[]>>;

// Node's own, and what only the migration of the connector reads (apps/connector/src/migrate.ts).
const BESIDE = ['NODE_EXTRA_CA_CERTS', 'TOPIC_PARTITIONS', 'TOPIC_REPLICATION'];

/** Names that no program knows, and required ones that nobody gives. */
export function checkEnvironment(cluster: Cluster, environments: Environments): string[] {
  const anybody = new Set([
    ...Object.values(environments).flatMap((known) => known.map(({ name }) => name)),
    ...BESIDE,
  ]);
  const shared = cluster.of('ConfigMap').flatMap(({ metadata, data = {} }) =>
    Object.keys(data)
      .filter((name) => !anybody.has(name))
      .map((name) => `ConfigMap/${metadata.name}: no program knows ${name}`),
  );
  return [...shared, ...cluster.workloads.flatMap((workload) => ofWorkload(cluster, workload, environments))];
}

function ofWorkload(
  cluster: Cluster,
  { name, program, isMigration, container }: Workload,
  environments: Environments,
): string[] {
  const known = program === undefined ? undefined : environments[program];
  if (known === undefined)
    return program === undefined || program === 'halo-simulator' ? [] : [`${name}: there is no program ${program}`];
  const own = (container.env ?? []).map((variable) => variable.name);
  const given = new Set([...own, ...Object.keys(cluster.settings(container))]);
  // A migration reads where Postgres and Kafka are, and nothing else.
  const required = known.filter(
    (variable) => variable.isRequired && !(isMigration && variable.name === 'ENCRYPTION_KEYS'),
  );
  return [
    ...own
      .filter((variable) => !known.some((k) => k.name === variable))
      .map((variable) => `${name}: ${program ?? ''} does not know ${variable}`),
    ...required.filter((variable) => !given.has(variable.name)).map((variable) => `${name}: lacks ${variable.name}`),
  ];
}

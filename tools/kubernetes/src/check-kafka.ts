import { allTopicNames, consumerGroup, entityNames, topicName } from '@halosync/contracts';
import type { Cluster } from './cluster';

/** Topics, groups, users and rights that are not those of the contracts. */
export function checkKafka(cluster: Cluster): string[] {
  const settings =
    cluster
      .of('ConfigMap')
      .map(({ data = {} }) => data)
      .find((data) => 'TOPIC_PREFIX' in data) ?? {};
  const layout = { prefix: settings['TOPIC_PREFIX'] ?? 'halo', partitions: Number(settings['TOPIC_PARTITIONS']) };
  return [
    ...scaling(cluster, layout),
    ...(cluster.of('Kafka').length === 0 ? [] : [...topics(cluster, layout), ...users(cluster, layout)]),
  ];
}

interface Layout {
  readonly prefix: string;
  readonly partitions: number;
}

/** What a program reads. */
function readBy(program: string, prefix: string): readonly string[] {
  const entity = entityNames.find((name) => program === `${name}-service`);
  if (entity !== undefined) return [topicName(prefix, entity, 'received')];
  return program === 'connector' ? entityNames.map((name) => topicName(prefix, name, 'touched')) : [];
}

function scaling(cluster: Cluster, { prefix, partitions }: Layout): string[] {
  return cluster.of('ScaledObject').flatMap(({ metadata, spec }) => {
    const program = spec.scaleTargetRef.name;
    const who = `ScaledObject/${metadata.name}`;
    const seen = spec.triggers.map(({ metadata: trigger }) => trigger['topic']);
    const strayed = spec.triggers.filter(
      ({ metadata: trigger }) => trigger['consumerGroup'] !== consumerGroup(prefix, program),
    );
    return [
      ...differences(who, 'watches', seen, readBy(program, prefix)),
      ...strayed.map(
        ({ metadata: trigger }) => `${who}: ${program} is not in the group ${String(trigger['consumerGroup'])}`,
      ),
      ...((spec.maxReplicaCount ?? 100) > partitions
        ? [`${who}: more replicas than the ${partitions} partitions`]
        : []),
    ];
  });
}

function topics(cluster: Cluster, { prefix, partitions }: Layout): string[] {
  const all = cluster.of('KafkaTopic');
  return [
    ...differences(
      'Strimzi',
      'makes',
      all.map(({ metadata }) => metadata.name),
      allTopicNames(prefix),
    ),
    ...all
      .filter(({ spec }) => spec.partitions !== partitions)
      .map(({ metadata }) => `KafkaTopic/${metadata.name}: has not ${partitions} partitions`),
  ];
}

function writtenBy(program: string, prefix: string): readonly string[] {
  const entity = entityNames.find((name) => program === `${name}-service`);
  if (entity !== undefined)
    return (['received', 'touched', 'changed', 'dead'] as const).map((kind) => topicName(prefix, entity, kind));
  const kinds = program === 'gateway' ? (['received', 'touched'] as const) : (['received'] as const);
  return entityNames.flatMap((name) => kinds.map((kind) => topicName(prefix, name, kind)));
}

function users(cluster: Cluster, { prefix }: Layout): string[] {
  const programs = cluster.workloads.filter(({ program, isMigration }) => program !== undefined && !isMigration);
  return programs.flatMap(({ name, program, container }) => {
    const user = container.env?.find((variable) => variable.name === 'KAFKA_SASL_USERNAME')?.value;
    const acls = cluster.of('KafkaUser').find(({ metadata }) => metadata.name === user)?.spec.authorization?.acls;
    if (acls === undefined) return [`${name}: there is no KafkaUser ${String(user)} with rights`];
    const allowed = (operation: string, type: string): string[] =>
      acls
        .filter((acl) => acl.resource.type === type && acl.operations.some((one) => one === operation))
        .map(({ resource }) => resource.name ?? '');
    const group = readBy(program ?? '', prefix).length === 0 ? [] : [consumerGroup(prefix, program ?? '')];
    return [
      ...differences(name, 'may read', allowed('Read', 'topic'), readBy(program ?? '', prefix)),
      ...differences(name, 'may write', allowed('Write', 'topic'), writtenBy(program ?? '', prefix)),
      ...differences(name, 'may be in', allowed('Read', 'group'), group),
    ];
  });
}

function differences(
  who: string,
  does: string,
  seen: readonly (string | undefined)[],
  wanted: readonly string[],
): string[] {
  const [left, right] = [[...seen].sort().join(', '), [...wanted].sort().join(', ')];
  return left === right ? [] : [`${who}: ${does} [${left}], and should [${right}]`];
}

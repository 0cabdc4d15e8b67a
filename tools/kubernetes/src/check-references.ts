import type { Cluster, Workload } from './cluster';

/** What is named and not there: ConfigMaps, Secrets and their keys, ServiceAccounts, volumes, what KEDA signs in with. */
export function checkReferences(cluster: Cluster): string[] {
  return [
    ...cluster.workloads.flatMap((workload) => [
      ...account(cluster, workload),
      ...variables(cluster, workload),
      ...volumes(cluster, workload),
    ]),
    ...cluster
      .of('Ingress')
      .flatMap(({ metadata, spec }) =>
        (spec.tls ?? []).flatMap(({ secretName }) =>
          missingKey(cluster, `Ingress/${metadata.name}`, { name: secretName, key: 'tls.crt' }),
        ),
      ),
    ...scaling(cluster),
  ];
}

function account(cluster: Cluster, { name, spec, program }: Workload): string[] {
  const { serviceAccountName } = spec;
  if (serviceAccountName === undefined)
    return program === undefined || program === 'halo-simulator' ? [] : [`${name}: has no ServiceAccount of its own`];
  return cluster.has('ServiceAccount', serviceAccountName)
    ? []
    : [`${name}: there is no ServiceAccount ${serviceAccountName}`];
}

function variables(cluster: Cluster, { name, container }: Workload): string[] {
  return [
    ...(container.envFrom ?? []).flatMap(({ configMapRef }) =>
      cluster.has('ConfigMap', configMapRef?.name)
        ? []
        : [`${name}: there is no ConfigMap ${String(configMapRef?.name)}`],
    ),
    ...(container.env ?? []).flatMap(({ valueFrom }) =>
      valueFrom?.secretKeyRef === undefined ? [] : missingKey(cluster, name, valueFrom.secretKeyRef),
    ),
  ];
}

function volumes(cluster: Cluster, { name, spec, container }: Workload): string[] {
  const all = spec.volumes ?? [];
  const claimed = cluster
    .of('StatefulSet')
    .flatMap(({ spec: set }) => (set.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name));
  return [
    ...(container.volumeMounts ?? [])
      .filter((mount) => !all.some((volume) => volume.name === mount.name) && !claimed.includes(mount.name))
      .map((mount) => `${name}: there is no volume ${mount.name}`),
    ...all.flatMap(({ secret }) =>
      secret?.secretName === undefined
        ? []
        : (secret.items ?? [{ key: 'tls.key' }]).flatMap(({ key }) =>
            missingKey(cluster, name, { name: secret.secretName, key, optional: secret.optional }),
          ),
    ),
  ];
}

function scaling(cluster: Cluster): string[] {
  return [
    ...cluster
      .of('ScaledObject')
      .flatMap(({ metadata, spec }) =>
        spec.triggers.flatMap(({ authenticationRef }) =>
          authenticationRef === undefined || cluster.has('TriggerAuthentication', authenticationRef.name)
            ? []
            : [`ScaledObject/${metadata.name}: there is no TriggerAuthentication ${authenticationRef.name}`],
        ),
      ),
    ...cluster
      .of('TriggerAuthentication')
      .flatMap(({ metadata, spec }) =>
        (spec.secretTargetRef ?? []).flatMap((secret) =>
          missingKey(cluster, `TriggerAuthentication/${metadata.name}`, secret),
        ),
      ),
  ];
}

interface KeyReference {
  readonly name?: string | undefined;
  readonly key: string;
  readonly optional?: boolean | undefined;
}

function missingKey(cluster: Cluster, who: string, { name, key, optional }: KeyReference): string[] {
  const secret = cluster.of('Secret').find(({ metadata }) => metadata.name === name);
  if (secret === undefined) return optional === true ? [] : [`${who}: there is no Secret ${String(name)}`];
  return key in { ...secret.data, ...secret.stringData }
    ? []
    : [`${who}: the Secret ${String(name)} has no key ${key}`];
}

import type { IIoK8sApimachineryPkgUtilIntstrIntOrString as Port } from '@kubernetes-models/apimachinery/util/intstr/IntOrString';
import type { Cluster, Workload } from './cluster';
import { selects } from './labels';

/** Ports that nobody opens: of Services, probes, policies, the Ingress, and in addresses that programs are told. */
export function checkPorts(cluster: Cluster): string[] {
  return [...probes(cluster), ...services(cluster), ...policies(cluster), ...ingresses(cluster), ...addresses(cluster)];
}

function opens({ container }: Workload, port: Port | undefined): boolean {
  return (container.ports ?? []).some(({ name, containerPort }) => name === port || containerPort === port);
}

function probes(cluster: Cluster): string[] {
  return cluster.workloads.flatMap((workload) => {
    const { name, container, program, isMigration } = workload;
    const all = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    const isWhole = program === undefined || program === 'halo-simulator' || isMigration;
    return [
      ...all.flatMap((probe) => {
        const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
        return port === undefined || opens(workload, port)
          ? []
          : [`${name}: a probe asks port ${port}, which it does not open`];
      }),
      ...(isWhole || all.every((probe) => probe !== undefined)
        ? []
        : [`${name}: lacks a startup, liveness or readiness probe`]),
    ];
  });
}

function services(cluster: Cluster): string[] {
  return cluster
    .of('Service')
    .flatMap(({ metadata, spec }) =>
      cluster.workloads
        .filter(({ labels }) => selects({ matchLabels: spec.selector ?? {} }, labels))
        .flatMap((workload) =>
          (spec.ports ?? [])
            .filter(({ targetPort }) => !opens(workload, targetPort))
            .map(({ targetPort }) => `Service/${metadata.name}: ${workload.name} does not open ${String(targetPort)}`),
        ),
    );
}

/** A port by name is one of the pods that are reached: the policy's own for what comes in, the peers' for what goes out. */
function policies(cluster: Cluster): string[] {
  return cluster.of('NetworkPolicy').flatMap(({ metadata, spec }) => {
    const reached = [
      ...(spec.ingress ?? []).flatMap(({ ports = [] }) =>
        ports.map(({ port }) => ({ port, selectors: [spec.podSelector] })),
      ),
      ...(spec.egress ?? []).flatMap(({ ports = [], to = [] }) =>
        ports.map(({ port }) => ({
          port,
          selectors: to.flatMap(({ podSelector, namespaceSelector }) =>
            podSelector && !namespaceSelector ? [podSelector] : [],
          ),
        })),
      ),
    ];
    return reached.flatMap(({ port, selectors }) =>
      selectors.flatMap((selector) => {
        // Migrations open nothing and bear the labels of all.
        const pods = cluster.workloads.filter(({ labels, isMigration }) => selects(selector, labels) && !isMigration);
        return pods
          .filter((pod) => !opens(pod, port))
          .map((pod) => `NetworkPolicy/${metadata.name}: ${pod.name} does not open ${String(port)}`);
      }),
    );
  });
}

function ingresses(cluster: Cluster): string[] {
  const paths = cluster
    .of('Ingress')
    .flatMap(({ metadata, spec }) =>
      (spec.rules ?? []).flatMap(({ http }) =>
        (http?.paths ?? []).map(({ backend }) => ({ who: metadata.name, backend })),
      ),
    );
  return paths.flatMap(({ who, backend }) => {
    const service = cluster.of('Service').find(({ metadata }) => metadata.name === backend.service?.name);
    const has = service?.spec.ports?.some(
      ({ name, port }) => name === backend.service?.port?.name || port === backend.service?.port?.number,
    );
    return has === true ? [] : [`Ingress/${who}: there is no such port of a Service ${String(backend.service?.name)}`];
  });
}

/** host:port inside the namespace, in every setting: `ticket-service:50051`, `kafka:9092`. */
function addresses(cluster: Cluster): string[] {
  const known = new Set([
    ...cluster
      .of('Service')
      .flatMap(({ metadata, spec }) => (spec.ports ?? []).map(({ port }) => `${metadata.name}:${port}`)),
    ...cluster
      .of('Kafka')
      .flatMap(({ metadata, spec }) =>
        spec.kafka.listeners.map(({ port }) => `${metadata.name}-kafka-bootstrap:${port}`),
      ),
  ]);
  return cluster.of('ConfigMap').flatMap(({ metadata, data = {} }) =>
    Object.entries(data).flatMap(([variable, value]) =>
      value
        .split(',')
        .filter((part) => /^[a-z][a-z-]*:\d+$/.test(part) && !known.has(part))
        .map((part) => `ConfigMap/${metadata.name}: ${variable} names ${part}, which no Service is`),
    ),
  );
}

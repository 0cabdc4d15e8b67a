import type { Cluster } from './cluster';
import { podLabels, selects } from './labels';

/** Selectors that choose nothing, or somebody else's pods; autoscalers of what is not there. */
export function checkSelectors(cluster: Cluster): string[] {
  return [...workloads(cluster), ...services(cluster), ...budgets(cluster), ...policies(cluster), ...scalers(cluster)];
}

function workloads(cluster: Cluster): string[] {
  return [...cluster.of('Deployment'), ...cluster.of('StatefulSet')].flatMap(({ kind, metadata, spec }) => {
    const chosen = cluster.workloads.filter(({ labels }) => selects(spec.selector, labels)).map(({ name }) => name);
    const own = `${kind}/${metadata.name}`;
    return chosen.join() === own ? [] : [`${own}: its selector chooses ${chosen.join(', ') || 'nothing'}`];
  });
}

function services(cluster: Cluster): string[] {
  return cluster.of('Service').flatMap(({ metadata, spec }) => {
    const chosen = cluster.workloads.filter(({ labels }) => selects({ matchLabels: spec.selector ?? {} }, labels));
    return chosen.length === 1 ? [] : [`Service/${metadata.name}: its selector chooses ${chosen.length} workloads`];
  });
}

function budgets(cluster: Cluster): string[] {
  const all = cluster.of('PodDisruptionBudget');
  return [
    ...all
      .filter(({ spec }) => !cluster.workloads.some(({ labels }) => selects(spec.selector, labels)))
      .map(({ metadata }) => `PodDisruptionBudget/${metadata.name}: its selector chooses nothing`),
    ...cluster.workloads
      .filter(({ program, isMigration }) => program !== undefined && program !== 'halo-simulator' && !isMigration)
      .flatMap(({ name, labels, spec }) => [
        ...(all.some((budget) => selects(budget.spec.selector, labels)) ? [] : [`${name}: has no PodDisruptionBudget`]),
        ...(spec.topologySpreadConstraints?.some(({ labelSelector }) => selects(labelSelector, labels)) === true
          ? []
          : [`${name}: is not spread over nodes`]),
      ]),
  ];
}

function policies(cluster: Cluster): string[] {
  const pods = podLabels(cluster);
  return cluster.of('NetworkPolicy').flatMap(({ metadata, spec }) => {
    const peers = [
      ...(spec.ingress ?? []).flatMap(({ from = [] }) => from),
      ...(spec.egress ?? []).flatMap(({ to = [] }) => to),
    ];
    return [spec.podSelector, ...peers.filter((peer) => !peer.namespaceSelector).map((peer) => peer.podSelector)]
      .filter((selector) => selector !== undefined && !pods.some((labels) => selects(selector, labels)))
      .map((selector) => `NetworkPolicy/${metadata.name}: no pod is ${JSON.stringify(selector)}`);
  });
}

function scalers(cluster: Cluster): string[] {
  return [...cluster.of('ScaledObject'), ...cluster.of('HorizontalPodAutoscaler')].flatMap(
    ({ kind, metadata, spec }) =>
      cluster.has('Deployment', spec.scaleTargetRef.name)
        ? []
        : [`${kind}/${metadata.name}: there is no Deployment ${spec.scaleTargetRef.name}`],
  );
}

import type { ILabelSelector } from '@kubernetes-models/apimachinery/apis/meta/v1/LabelSelector';
import type { Cluster, Labels } from './cluster';

/** Whether a selector chooses what bears these labels; an empty one chooses all. */
export function selects(selector: ILabelSelector | undefined, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) =>
      operator === 'In' ? values.includes(labels[key] ?? '') : operator === 'Exists' && key in labels,
    )
  );
}

/** The pods of the rendered workloads, and those that Strimzi will make of its resources. */
export function podLabels(cluster: Cluster): readonly Labels[] {
  return [
    ...cluster.workloads.map(({ labels }) => labels),
    ...cluster.of('Kafka').flatMap(({ metadata }) =>
      ['kafka', 'entity-operator'].map((part) => ({
        'strimzi.io/cluster': metadata.name,
        'strimzi.io/name': `${metadata.name}-${part}`,
      })),
    ),
  ];
}

import type { Cluster, Workload } from './cluster';

/** What a pod may do beyond what it must: root, capabilities, a token, a disk, memory without end. */
export function checkHardening(cluster: Cluster): string[] {
  return cluster.workloads.flatMap((workload) =>
    Object.entries(demands(workload)).flatMap(([demand, isMet]) => (isMet ? [] : [`${workload.name}: ${demand}`])),
  );
}

function demands({ spec, container, program }: Workload): Readonly<Record<string, boolean>> {
  const { securityContext: pod } = spec;
  const { securityContext: own, resources, image = '' } = container;
  return {
    'has one container': spec.containers.length === 1,
    'never runs as root':
      pod?.runAsNonRoot === true && (own?.runAsUser ?? pod.runAsUser ?? 0) > 0 && own?.runAsNonRoot !== false,
    'has the seccomp profile of its runtime': pod?.seccompProfile?.type === 'RuntimeDefault',
    'has no capability': own?.capabilities?.drop?.includes('ALL') === true && own.capabilities.add === undefined,
    'gains no privilege': own?.allowPrivilegeEscalation === false && own.privileged !== true,
    'writes to no root file system': program === undefined || own?.readOnlyRootFilesystem === true,
    'has no token': spec.automountServiceAccountToken === false,
    'shares nothing with its node': spec.hostNetwork !== true && spec.hostPID !== true && spec.hostIPC !== true,
    'says what it needs': resources?.requests?.['cpu'] !== undefined && resources.requests['memory'] !== undefined,
    'has a limit of memory': resources?.limits?.['memory'] !== undefined,
    'is of one version': /:(?!latest$)[\w.-]+$/.test(image),
    'has time to stop': program === undefined || (spec.terminationGracePeriodSeconds ?? 30) >= 30,
  };
}

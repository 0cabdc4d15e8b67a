import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { Cluster, Labels, Rendered } from './cluster';
import { selects } from './labels';

/** Ranges that are no internet: private ones, and those that documentation uses. */
const inside = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/;

/** Default deny; the internet for the connector alone, without what lies inside; each call of gRPC let out and in. */
export function checkNetwork(cluster: Cluster): string[] {
  const all = cluster.of('NetworkPolicy');
  const denies = all.some(
    ({ spec }) =>
      Object.keys(spec.podSelector ?? {}).length === 0 &&
      spec.policyTypes?.join() === 'Ingress,Egress' &&
      spec.ingress === undefined &&
      spec.egress === undefined,
  );
  return [
    ...(denies ? [] : ['nothing denies by default']),
    ...all.flatMap((policy) => internet(cluster, policy)),
    ...calls(cluster),
  ];
}

function internet(cluster: Cluster, { metadata, spec }: Rendered<INetworkPolicy>): string[] {
  const who = `NetworkPolicy/${metadata.name}`;
  const ways = spec.egress ?? [];
  const blocks = ways.flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock])));
  const wide = blocks.filter(({ cidr }) => !inside.test(cidr));
  const isOpen = wide.length > 0 || ways.some(({ to = [] }) => to.length === 0);
  const strangers = cluster.workloads.filter(
    ({ labels, program }) => selects(spec.podSelector, labels) && program !== 'connector',
  );
  return [
    ...(isOpen ? strangers.map(({ name }) => `${who}: lets ${name} out to the internet`) : []),
    ...wide
      .filter(
        ({ cidr, except = [] }) =>
          cidr === '0.0.0.0/0' &&
          !['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'].every((range) => except.includes(range)),
      )
      .map(() => `${who}: lets out to private addresses, or to a cloud's metadata`),
  ];
}

const callers: Readonly<Record<string, readonly string[]>> = {
  gateway: ['connector', 'ticket-service', 'site-service', 'user-service', 'invoice-service'],
  connector: ['ticket-service', 'site-service', 'user-service', 'invoice-service'],
};

/** gRPC between exactly these. */
function calls(cluster: Cluster): string[] {
  const programs = cluster.workloads.filter(({ program, isMigration }) => program !== undefined && !isMigration);
  const servers = programs.filter(({ container }) => container.ports?.some(({ name }) => name === 'grpc'));
  return programs.flatMap((from) =>
    servers.flatMap((to) => {
      if (from === to) return [];
      const may = isLet(cluster, from.labels, to.labels);
      const should = callers[from.program ?? '']?.includes(to.program ?? '') === true;
      if (may === should) return [];
      return [`${from.name} ${may ? 'may' : 'cannot'} call ${to.name}`];
    }),
  );
}

function isLet(cluster: Cluster, from: Labels, to: Labels): boolean {
  const policies = cluster.of('NetworkPolicy').map(({ spec }) => spec);
  const isOut = policies.some(
    ({ podSelector, egress = [] }) =>
      selects(podSelector, from) && egress.some((rule) => opensGrpc(rule.ports, rule.to, to)),
  );
  const isIn = policies.some(
    ({ podSelector, ingress = [] }) =>
      selects(podSelector, to) && ingress.some((rule) => opensGrpc(rule.ports, rule.from, from)),
  );
  return isOut && isIn;
}

type Rule = NonNullable<NonNullable<INetworkPolicy['spec']>['egress']>[number];

/** Whether a rule, of either direction, opens gRPC for that one of the same namespace. */
function opensGrpc(ports: Rule['ports'], peers: Rule['to'], other: Labels): boolean {
  const isOpen = ports === undefined || ports.some(({ port }) => port === 'grpc' || port === 50051);
  return (
    isOpen &&
    (peers ?? []).some(
      ({ podSelector, namespaceSelector }) =>
        podSelector !== undefined && namespaceSelector === undefined && selects(podSelector, other),
    )
  );
}

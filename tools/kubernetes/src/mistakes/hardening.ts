import type { Mistake } from '../seeded-mistakes';

const container = 'spec/template/spec/containers/0';

/** Rights, ways and settings that a program must not have, or must. */
export const hardeningMistakes: readonly Mistake[] = [
  {
    name: 'a container as root',
    in: 'Deployment/gateway',
    at: 'spec/template/spec/securityContext/runAsUser',
    becomes: 0,
    says: /Deployment\/gateway: never runs as root/,
  },
  {
    name: 'a capability',
    in: 'Deployment/gateway',
    at: `${container}/securityContext/capabilities/add`,
    becomes: ['NET_RAW'],
    says: /has no capability/,
  },
  {
    name: 'a root file system to write to',
    in: 'Deployment/gateway',
    at: `${container}/securityContext/readOnlyRootFilesystem`,
    becomes: false,
    says: /writes to no root file system/,
  },
  {
    name: 'no seccomp',
    in: 'Job/gateway-migration',
    at: 'spec/template/spec/securityContext/seccompProfile',
    says: /seccomp/,
  },
  {
    name: 'a token',
    in: 'Deployment/gateway',
    at: 'spec/template/spec/automountServiceAccountToken',
    becomes: true,
    says: /has no token/,
  },
  {
    name: 'memory without a limit',
    in: 'Deployment/gateway',
    at: `${container}/resources/limits`,
    says: /has a limit of memory/,
  },
  {
    name: 'the latest image',
    in: 'Deployment/gateway',
    at: `${container}/image`,
    becomes: 'halosync:latest',
    says: /is of one version/,
  },
  {
    name: 'no default deny',
    in: 'NetworkPolicy/default-deny',
    at: 'spec/policyTypes',
    becomes: ['Ingress'],
    says: /nothing denies by default/,
  },
  {
    name: 'the internet for all',
    in: 'NetworkPolicy/to-halo',
    at: 'spec/podSelector',
    becomes: {},
    says: /to-halo: lets Deployment\/gateway out to the internet/,
  },
  {
    name: 'a way to anywhere',
    in: 'NetworkPolicy/to-postgres',
    at: 'spec/egress/0/to',
    becomes: [],
    says: /to-postgres: lets Deployment\/gateway out/,
  },
  {
    name: 'the metadata of a cloud',
    in: 'NetworkPolicy/to-halo',
    at: 'spec/egress/0/to/0/ipBlock/except/4',
    becomes: '198.18.0.0/15',
    says: /metadata/,
  },
  {
    name: 'a call that is not let through',
    in: 'NetworkPolicy/grpc-to-connector',
    at: 'spec/ingress/0/from/0/podSelector/matchLabels/app.kubernetes.io~name',
    becomes: 'site-service',
    says: /Deployment\/gateway cannot call Deployment\/connector/,
  },
  {
    name: 'a call that nobody makes',
    in: 'NetworkPolicy/to-kafka',
    at: 'spec',
    becomes: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }], egress: [{ to: [{ podSelector: {} }] }] },
    says: /Deployment\/site-service may call Deployment\/connector/,
  },
  {
    name: 'a setting that nobody knows',
    in: 'ConfigMap/halosync',
    at: 'data/LOG_LEVL',
    becomes: 'info',
    says: /no program knows LOG_LEVL/,
  },
  {
    name: 'a variable that this program does not know',
    in: 'Deployment/site-service',
    at: `${container}/env/0/name`,
    becomes: 'ENCRYPTION_KEYS',
    says: /site-service does not know ENCRYPTION_KEYS/,
  },
  {
    name: 'a variable that is lacking',
    in: 'Deployment/connector',
    at: `${container}/env/1/name`,
    becomes: 'LOG_LEVEL',
    says: /lacks ENCRYPTION_KEYS/,
  },
];

import type { Mistake } from '../seeded-mistakes';

const container = 'spec/template/spec/containers/0';

/** Ports and addresses that nobody opens. */
export const portMistakes: readonly Mistake[] = [
  {
    name: 'a probe on a port that is not open',
    in: 'Deployment/gateway',
    at: `${container}/livenessProbe/httpGet/port`,
    becomes: 'web',
    says: /a probe asks port web/,
  },
  {
    name: 'a program without readiness',
    in: 'Deployment/gateway',
    at: `${container}/readinessProbe`,
    says: /lacks a startup, liveness or readiness/,
  },
  {
    name: 'a Service to a port that is not open',
    in: 'Service/ticket-service',
    at: 'spec/ports/0/targetPort',
    becomes: 'rpc',
    says: /Deployment\/ticket-service does not open rpc/,
  },
  {
    name: 'a policy for a port that is not open',
    in: 'NetworkPolicy/from-ingress',
    at: 'spec/ingress/0/ports/0/port',
    becomes: 8080,
    says: /Deployment\/gateway does not open 8080/,
  },
  {
    name: 'an Ingress to a port that is not there',
    in: 'Ingress/webhooks',
    at: 'spec/rules/0/http/paths/0/backend/service/port/name',
    becomes: 'https',
    says: /Ingress\/webhooks: there is no such port/,
  },
  {
    name: 'an address that no Service is',
    in: 'ConfigMap/halosync',
    at: 'data/SITE_SERVICE_GRPC_URL',
    becomes: 'site-service:50052',
    says: /SITE_SERVICE_GRPC_URL names site-service:50052/,
  },
];

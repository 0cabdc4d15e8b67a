import type { Mistake } from '../seeded-mistakes';

const container = 'spec/template/spec/containers/0';

/** Names that lead nowhere, or to somebody else. */
export const referenceMistakes: readonly Mistake[] = [
  {
    name: 'a Service that chooses nothing',
    in: 'Service/connector',
    at: 'spec/selector/app.kubernetes.io~name',
    becomes: 'conector',
    says: /Service\/connector: its selector chooses 0/,
  },
  {
    name: 'a Service that chooses two programs',
    in: 'Service/gateway',
    at: 'spec/selector',
    becomes: { 'app.kubernetes.io/part-of': 'halosync' },
    says: /Service\/gateway: its selector chooses 12/,
  },
  {
    name: 'a Deployment that does not choose its pods',
    in: 'Deployment/site-service',
    at: 'spec/selector/matchLabels/app.kubernetes.io~name',
    becomes: 'user-service',
    says: /Deployment\/site-service: its selector chooses Deployment\/user-service/,
  },
  {
    name: 'a budget for nobody',
    in: 'PodDisruptionBudget/gateway',
    at: 'spec/selector/matchLabels/app.kubernetes.io~name',
    becomes: 'gate',
    says: /PodDisruptionBudget\/gateway: its selector chooses nothing/,
  },
  {
    name: 'a program without a budget',
    in: 'PodDisruptionBudget/gateway',
    at: 'spec/selector/matchLabels/app.kubernetes.io~name',
    becomes: 'connector',
    says: /Deployment\/gateway: has no PodDisruptionBudget/,
  },
  {
    name: 'replicas on one node',
    in: 'Deployment/gateway',
    at: 'spec/template/spec/topologySpreadConstraints',
    says: /Deployment\/gateway: is not spread/,
  },
  {
    name: 'a policy for nobody',
    in: 'NetworkPolicy/grpc-from-gateway',
    at: 'spec/egress/0/to/0/podSelector/matchLabels/app.kubernetes.io~name',
    becomes: 'halo',
    says: /NetworkPolicy\/grpc-from-gateway: no pod is/,
  },
  {
    name: 'an autoscaler of nothing',
    in: 'ScaledObject/site-service',
    at: 'spec/scaleTargetRef/name',
    becomes: 'sites',
    says: /ScaledObject\/site-service: there is no Deployment sites/,
  },
  {
    name: 'a ConfigMap that is not there',
    in: 'Deployment/connector',
    at: `${container}/envFrom/0/configMapRef/name`,
    becomes: 'halosync',
    says: /there is no ConfigMap halosync/,
  },
  {
    name: 'a Secret that is not there',
    in: 'Deployment/connector',
    at: `${container}/env/1/valueFrom/secretKeyRef/name`,
    becomes: 'keys',
    says: /there is no Secret keys/,
  },
  {
    name: 'a key that its Secret lacks',
    in: 'Deployment/connector',
    at: `${container}/env/0/valueFrom/secretKeyRef/key`,
    becomes: 'url',
    says: /Secret connector\.database has no key url/,
  },
  {
    name: 'a ServiceAccount that is not there',
    in: 'Job/user-service-migration',
    at: 'spec/template/spec/serviceAccountName',
    becomes: 'user',
    says: /there is no ServiceAccount user$/,
  },
  {
    name: 'a volume that is not there',
    in: 'Deployment/gateway',
    at: `${container}/volumeMounts/0/name`,
    becomes: 'data',
    says: /there is no volume data/,
  },
  {
    name: 'a certificate that is not there',
    in: 'Ingress/console',
    at: 'spec/tls/0/secretName',
    becomes: 'console-tls',
    says: /there is no Secret console-tls/,
  },
  {
    name: 'a sign-in of KEDA that is not there',
    in: 'ScaledObject/connector',
    at: 'spec/triggers/2/authenticationRef/name',
    becomes: 'broker',
    says: /there is no TriggerAuthentication broker/,
  },
];

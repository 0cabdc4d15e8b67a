import type { Mistake } from '../seeded-mistakes';

const container = 'spec/template/spec/containers/0';

/** Found by the published schemas. */
export const schemaMistakes: readonly Mistake[] = [
  {
    name: 'a number as text',
    in: 'Deployment/gateway',
    at: 'spec/revisionHistoryLimit',
    becomes: 'three',
    says: /revisionHistoryLimit/,
  },
  { name: 'a selector that is missing', in: 'Deployment/gateway', at: 'spec/selector', says: /selector/ },
  { name: 'a container without a name', in: 'Job/gateway-migration', at: `${container}/name`, says: /name/ },
  { name: 'a trigger without a type', in: 'ScaledObject/connector', at: 'spec/triggers/0/type', says: /type/ },
  {
    name: 'an unknown authentication',
    in: 'KafkaUser/gateway',
    at: 'spec/authentication/type',
    becomes: 'basic',
    says: /authentication/,
  },
];

/** Found by the compiler: fields that do not exist. */
export const literalMistakes: readonly Mistake[] = [
  {
    name: 'of a Deployment',
    in: 'Deployment/gateway',
    at: 'spec/revisionHistory',
    becomes: 3,
    says: /revisionHistory/,
  },
  {
    name: 'of a container',
    in: 'Job/gateway-migration',
    at: `${container}/imagePullPolicies`,
    becomes: 'Always',
    says: /imagePullPolicies/,
  },
  { name: 'of a policy', in: 'NetworkPolicy/to-halo', at: 'spec/egres', becomes: [], says: /egres/ },
  { name: 'of a ScaledObject', in: 'ScaledObject/connector', at: 'spec/maxReplicas', becomes: 3, says: /maxReplicas/ },
  { name: 'of a topic', in: 'KafkaTopic/halo.site.dead', at: 'spec/partition', becomes: 6, says: /partition/ },
];

import type { Mistake } from '../seeded-mistakes';

const container = 'spec/template/spec/containers/0';

/** Topics, groups, users and rights. */
export const kafkaMistakes: readonly Mistake[] = [
  {
    name: 'another consumer group',
    in: 'ScaledObject/user-service',
    at: 'spec/triggers/0/metadata/consumerGroup',
    becomes: 'users',
    says: /user-service is not in the group users/,
  },
  {
    name: 'another topic',
    in: 'ScaledObject/connector',
    at: 'spec/triggers/1/metadata/topic',
    becomes: 'halo.site.received',
    says: /ScaledObject\/connector: watches/,
  },
  {
    name: 'more replicas than partitions',
    in: 'ScaledObject/ticket-service',
    at: 'spec/maxReplicaCount',
    becomes: 12,
    says: /more replicas than the 6 partitions/,
  },
  {
    name: 'a topic by another name',
    in: 'KafkaTopic/halo.site.dead',
    at: 'metadata/name',
    becomes: 'halo.sites.dead',
    says: /Strimzi: makes/,
  },
  {
    name: 'a topic of other width',
    in: 'KafkaTopic/halo.site.received',
    at: 'spec/partitions',
    becomes: 3,
    says: /halo\.site\.received: has not 6 partitions/,
  },
  {
    name: 'a right too many',
    in: 'KafkaUser/site-service',
    at: 'spec/authorization/acls/2/operations',
    becomes: ['Describe', 'Read', 'Write'],
    says: /Deployment\/site-service: may read/,
  },
  {
    name: 'a right too few',
    in: 'KafkaUser/gateway',
    at: 'spec/authorization/acls/1/operations',
    becomes: ['Describe'],
    says: /Deployment\/gateway: may write/,
  },
  {
    name: 'another group',
    in: 'KafkaUser/connector',
    at: 'spec/authorization/acls/9/resource/name',
    becomes: 'halo-connector',
    says: /Deployment\/connector: may be in/,
  },
  {
    name: 'a user that is not there',
    in: 'Deployment/gateway',
    at: `${container}/env/4/value`,
    becomes: 'gate',
    says: /there is no KafkaUser gate/,
  },
];

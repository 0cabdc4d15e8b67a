export { describeEntityContract } from './describe-entity-contract';
export type { EntityExamples } from './describe-entity-contract';
export { entityFixture } from './entity-fixture';
export type { EntityFixture } from './entity-fixture';
export { CONNECTION, aRecordReceived, byList, byWebhook } from './record-message';
export { servedEntity } from './served-entity';
export type { ServedEntity, ServedEntityOptions } from './served-entity';

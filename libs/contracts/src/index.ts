export { asyncApi } from './asyncapi';
export { changeEventSchema, changeMessage, operations } from './change-message';
export type { ChangeEvent, Operation } from './change-message';
export { copyKinds, copyMessage, learnedByWords, readCopyFacts } from './copy-message';
export type { CopyFacts, CopyKind, LearnedBy } from './copy-message';
export { deadLetterMessage } from './dead-letter-message';
export type { DeadLetterEvent } from './dead-letter-message';
export { entityNames, isEntityName, perEntity } from './entity-name';
export type { EntityName } from './entity-name';
export { cloudEvent } from './message';
export type { MessageHeaders, OutgoingMessage } from './message';
export { protoPath } from './proto-path';
export { recordContracts } from './record-contract';
export type { RecordContract } from './record-contract';
export { customFieldValues } from './records/custom-fields';
export { haloInvoice } from './records/halo-invoice';
export { haloSite } from './records/halo-site';
export { haloTicket } from './records/halo-ticket';
export { haloUser } from './records/halo-user';
export { recordChangeSchema } from './rest/change';
export { callListSchema, callQuery, callSchema } from './rest/call';
export {
  connectionListSchema,
  connectionSchema,
  createConnectionSchema,
  deletedConnectionSchema,
  deleteQuery,
  entityStates,
  entityStateSchema,
  rotatedUrlSchema,
  settingsInput,
  settingsSchema,
  selfTestSchema,
  testResultSchema,
  updateConnectionSchema,
  webhookAuthInput,
} from './rest/connection';
export type { ConnectionView, EntityStateView } from './rest/connection';
export { deadLetterListSchema, deadLetterQuery, deadLetterSchema, replayedSchema } from './rest/dead-letter';
export {
  deliveryDetailSchema,
  deliveryListSchema,
  deliveryQuery,
  deliverySchema,
  deliveryStatuses,
  replayDeliveriesSchema,
  replayedDeliverySchema,
} from './rest/delivery';
export { integrationListSchema, integrationQuery, integrationSchema } from './rest/integration';
export { pageQuery } from './rest/list';
export {
  explainedRecordSchema,
  explainQuery,
  historyQuery,
  historySchema,
  recordDetailSchema,
  recordListSchema,
  recordQuery,
} from './rest/record';
export { fieldErrorSchema, problemSchema } from './rest/problem';
export { programListSchema, programSchema } from './rest/program';
export {
  refetchedSchema,
  repairListSchema,
  repairReasons,
  runListSchema,
  runModes,
  runSchema,
  runStates,
  startRunSchema,
} from './rest/run';
export { republishInput, republishedSchema } from './rest/republish';
export type { RunView } from './rest/run';
export { changeEvents, webhookLossQuery, webhookLossSchema } from './rest/webhook-loss';
export type { ChangeEventName, WebhookLoss, WebhookLossView } from './rest/webhook-loss';
export {
  apiKeyListSchema,
  apiKeySchema,
  createApiKeySchema,
  createdApiKeySchema,
  roles,
  sessionSchema,
  setupSchema,
  signInSchema,
} from './rest/session';
export type { RoleName } from './rest/session';
export { repairedWebhookSchema, webhookSchema, webhookStates } from './rest/webhook';
export type { WebhookView } from './rest/webhook';
export { allTopicNames, consumerGroup, parseRecordKey, recordKey, topicKinds, topicName } from './topics';
export type { TopicKind } from './topics';
export { touchMessage, touchReasons, touchSchema } from './touch-message';
export type { Touch, TouchReason } from './touch-message';
export { uuidv7 } from './uuidv7';
export { normaliseEvent, routeEvent, subscribedEvents } from './webhook-events';
export type { EventRoute } from './webhook-events';
export type * as connectorProto from './gen/halosync/connector/v1/connector';
// The four entity protos have one template, so one set of types serves all of them.
export type * as entityProto from './gen/halosync/ticket/v1/ticket';
export type { Invoice } from './gen/halosync/invoice/v1/invoice';
export type { Site } from './gen/halosync/site/v1/site';
export type { Ticket } from './gen/halosync/ticket/v1/ticket';
export type { User } from './gen/halosync/user/v1/user';

export { normaliseUrl } from './address/normalise-url';
export { idSet } from './records/id-set';
export type { IdSet } from './records/id-set';
export { listPage } from './records/list-page';
export type { ListPage } from './records/list-page';
export { readRateLimit } from './records/rate-limit';
export type { RateLimit } from './records/rate-limit';
export { readRecord } from './records/read-record';
export type { RecordAnswer } from './records/read-record';
export type { HaloResource } from './resources/halo-resource';
export { resources } from './resources/resources';
export { MAX_PAGE_SIZE } from './resources/resource-url';
export type { PageRequest } from './resources/resource-url';
export { authInfo } from './token/auth-info';
export type { AuthInfo } from './token/auth-info';
export type { ConnectionValues } from './token/connection-values';
export { haloInstance } from './token/halo-instance';
export type { HaloInstance } from './token/halo-instance';
export { requestToken } from './token/request-token';
export type { HaloToken, TokenRequestOptions } from './token/request-token';
export { createTransport } from './transport/create-transport';
export type { TransportOptions } from './transport/create-transport';
export type { Resolve } from './transport/guarded-connect';
export type { Exchange, HaloApi, HaloCall, HaloCallKind, Send } from './transport/halo-call';
export type { HttpTransport } from './transport/http-transport';
export { testConnection } from './connection/test-connection';
export type { TestConnectionOptions } from './connection/test-connection';
export { permissionPlace } from './connection/entity-access';
export type {
  ConnectionTest,
  ConnectionWarning,
  EntityAccess,
  EntityHabits,
  SelfTest,
  TestStep,
} from './connection/test-result';
export type { AttachedEvent, HaloWebhook } from './webhooks/halo-webhook';
export { listWebhooks, readWebhook } from './webhooks/read-webhook';
export type { WebhookAuthType, WebhookPayload } from './webhooks/webhook-codes';
export { attachEvents, saveWebhook } from './webhooks/write-webhook';
export type { NewEvent, WebhookFields } from './webhooks/write-webhook';

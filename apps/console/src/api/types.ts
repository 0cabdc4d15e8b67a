// The shapes of the API, from the schemas by which the gateway checks what it takes and gives. Types alone: zod stays out of
// the bundle.
import type {
  apiKeySchema,
  callSchema,
  createConnectionSchema,
  createdApiKeySchema,
  deadLetterListSchema,
  deadLetterSchema,
  deletedConnectionSchema,
  deliveryDetailSchema,
  deliverySchema,
  explainedRecordSchema,
  fieldErrorSchema,
  historySchema,
  integrationSchema,
  problemSchema,
  programSchema,
  recordChangeSchema,
  recordDetailSchema,
  recordListSchema,
  repairListSchema,
  rotatedUrlSchema,
  runSchema,
  sessionSchema,
  testResultSchema,
  updateConnectionSchema,
} from '@halosync/contracts';
import type { z } from 'zod';

export type {
  ConnectionView as Connection,
  EntityName,
  EntityStateView as EntityState,
  RoleName,
  WebhookLossView as WebhookLoss,
  WebhookView as Webhook,
} from '@halosync/contracts';

export interface List<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export type Problem = z.output<typeof problemSchema>;
export type FieldError = z.output<typeof fieldErrorSchema>;
export type Session = z.output<typeof sessionSchema>;
export type Integration = z.output<typeof integrationSchema>;
export type CreateConnection = z.input<typeof createConnectionSchema>;
export type UpdateConnection = z.input<typeof updateConnectionSchema>;
export type DeletedConnection = z.output<typeof deletedConnectionSchema>;
export type RotatedUrl = z.output<typeof rotatedUrlSchema>;
export type TestResult = z.output<typeof testResultSchema>;
export type Run = z.output<typeof runSchema>;
export type RunEntity = NonNullable<Run['entities']['ticket']>;
export type Repair = z.output<typeof repairListSchema>['items'][number];
export type Call = z.output<typeof callSchema>;
export type Delivery = z.output<typeof deliverySchema>;
export type DeliveryDetail = z.output<typeof deliveryDetailSchema>;
export type DeadLetter = z.output<typeof deadLetterSchema>;
export type DeadLetterList = z.output<typeof deadLetterListSchema>;
export type RecordRow = z.output<typeof recordListSchema>['items'][number];
export type RecordDetail = z.output<typeof recordDetailSchema>;
export type RecordChange = z.output<typeof recordChangeSchema>;
export type Revision = z.output<typeof historySchema>['items'][number];
export type ExplainedRecord = z.output<typeof explainedRecordSchema>;
export type Program = z.output<typeof programSchema>;
export type ApiKey = z.output<typeof apiKeySchema>;
export type CreatedApiKey = z.output<typeof createdApiKeySchema>;

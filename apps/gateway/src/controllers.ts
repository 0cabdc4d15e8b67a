import type { Type } from '@nestjs/common';
import { HealthController } from '@halosync/service-host';
import { ApiKeysController } from './accounts/api-keys.controller';
import { SessionController } from './accounts/session.controller';
import { CallsController } from './calls/calls.controller';
import { ConnectionsController } from './connections/connections.controller';
import { PausingController } from './connections/pausing.controller';
import { DeadLettersController } from './dead-letters/dead-letters.controller';
import { DeliveriesController } from './deliveries/deliveries.controller';
import { HaloWebhookController } from './halo-webhook/halo-webhook.controller';
import { IntegrationsController } from './integrations/integrations.controller';
import { ApiDocumentController } from './openapi/api-document.controller';
import { ProgramsController } from './programs/programs.controller';
import { RecordsController } from './records/records.controller';
import { RepairsController } from './runs/repairs.controller';
import { RepublishController } from './republish/republish.controller';
import { RunsController } from './runs/runs.controller';
import { WebhookLossController } from './webhook-loss/webhook-loss.controller';

/** The controllers of the management API. */
export const apiControllers: readonly Type[] = [
  SessionController,
  ApiKeysController,
  IntegrationsController,
  ConnectionsController,
  PausingController,
  HaloWebhookController,
  RunsController,
  RepairsController,
  WebhookLossController,
  CallsController,
  RecordsController,
  DeliveriesController,
  DeadLettersController,
  RepublishController,
  ProgramsController,
  ApiDocumentController,
];

/** Every controller of this program. */
export const controllers: readonly Type[] = [...apiControllers, HealthController];

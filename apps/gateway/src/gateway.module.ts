import type { DynamicModule, Provider } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { accountProviders } from './accounts/account-providers';
import { RoleGuard } from './accounts/role.guard';
import { connectionProviders } from './connections/connection-providers';
import { apiControllers, controllers } from './controllers';
import { databaseProviders } from './database/database-providers';
import type { GatewayConfig } from './gateway.config';
import { GATEWAY_CONFIG } from './gateway.config';
import { deliveryProviders } from './deliveries/delivery-providers';
import { lineProviders } from './line-providers';
import { DECLARED_ROUTES } from './openapi/api-document.controller';
import { haloWebhookProviders } from './halo-webhook/halo-webhook-providers';
import { routesOf } from './openapi/routes-of';
import { recordProviders } from './records/record-providers';
import { ProblemFilter } from './problems/problem.filter';

/** The gateway: webhooks in, the management API, and the relay between the inbox and Kafka. */
@Module({})
export class GatewayModule {
  static forRoot(config: GatewayConfig): DynamicModule {
    const providers: Provider[] = [
      { provide: GATEWAY_CONFIG, useValue: config },
      { provide: DECLARED_ROUTES, useFactory: () => routesOf(controllers) },
      { provide: APP_GUARD, useClass: RoleGuard },
      { provide: APP_FILTER, useClass: ProblemFilter },
      ...databaseProviders,
      ...accountProviders,
      ...connectionProviders,
      ...haloWebhookProviders,
      ...lineProviders,
      ...deliveryProviders,
      ...recordProviders,
    ];
    return { module: GatewayModule, controllers: [...apiControllers], providers };
  }
}

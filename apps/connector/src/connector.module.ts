import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { entityNames } from '@halosync/contracts';
import { DataSource } from 'typeorm';
import { ConnectionsApi } from './api/connections-api';
import { ConnectorController } from './api/connector.controller';
import { SyncApi } from './api/sync-api';
import { WebhookApi } from './api/webhook-api';
import type { ConnectorParts } from './connector.parts';
import { RefetchWorkers } from './refetch/refetch-workers';
import { touchConsumer } from './refetch/touch.controller';

/** The connector's parts in Nest's hands, which starts and stops them. */
@Module({})
export class ConnectorModule {
  static with(parts: ConnectorParts, dataSource: DataSource): DynamicModule {
    const last: OnApplicationShutdown = { onApplicationShutdown: () => parts.close() };
    return {
      module: ConnectorModule,
      controllers: [ConnectorController, ...entityNames.map(touchConsumer)],
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: ConnectionsApi, useValue: parts.api.connections },
        { provide: SyncApi, useValue: parts.api.sync },
        { provide: WebhookApi, useValue: parts.api.webhook },
        { provide: RefetchWorkers, useValue: parts.workers },
        ...parts.loops
          .filter((loop) => loop !== parts.workers)
          .map((loop) => ({ provide: loop.constructor, useValue: loop })),
        { provide: 'last', useValue: last },
      ],
    };
  }
}

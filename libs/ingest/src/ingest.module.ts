import type { DynamicModule } from '@nestjs/common';
import type { EntityName } from '@halosync/contracts';
import type { Log } from '@halosync/observability';
import { Metrics } from '@halosync/observability';
import type { DataSource } from 'typeorm';
import { ChangeOutbox } from './change-outbox';
import { DeadLetterRelay } from './dead-letter-relay';
import { entityController } from './entity-controller';
import type { AnyEntityDefinition } from './entity-definition';
import { EntityService } from './entity.service';
import { IngestLine } from './ingest-line';
import type { Publishes } from './outbox.service';
import { Outbox } from './outbox.service';
import { recordConsumer } from './record-consumer';
import { TouchRelay } from './touch-relay';
import { Upkeep } from './upkeep';

export interface IngestParts {
  readonly dataSource: DataSource;
  readonly publisher: Publishes;
  readonly log: Log;
  readonly topicPrefix: string;
}

/** The consumer kernel, wired for one entity. */
export class IngestModule {
  static forEntity(
    definition: AnyEntityDefinition,
    { dataSource, publisher, log, topicPrefix }: IngestParts,
  ): DynamicModule {
    const entity: EntityName = definition.name;
    const outbox = new Outbox(
      [
        new ChangeOutbox(dataSource, definition, topicPrefix),
        new TouchRelay(dataSource, entity, topicPrefix),
        new DeadLetterRelay(dataSource, entity, topicPrefix),
      ],
      publisher,
      log,
    );
    return {
      module: IngestModule,
      controllers: [recordConsumer(entity), entityController(entity)],
      providers: [
        { provide: Outbox, useValue: outbox },
        { provide: Upkeep, useValue: new Upkeep(dataSource, log) },
        { provide: EntityService, useValue: new EntityService(definition, dataSource, publisher) },
        {
          provide: IngestLine,
          inject: [Metrics],
          useFactory: (metrics: Metrics) => new IngestLine(definition, dataSource, outbox, log, metrics),
        },
        {
          provide: 'close-data-source',
          useValue: {
            onApplicationShutdown: async (): Promise<void> => {
              await dataSource.destroy();
            },
          },
        },
      ],
    };
  }
}

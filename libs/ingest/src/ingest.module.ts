import type { DynamicModule } from '@nestjs/common';
import type { EntityName } from '@halosync/contracts';
import type { Log } from '@halosync/observability';
import { Metrics } from '@halosync/observability';
import type { DataSource } from 'typeorm';
import { ChangeOutbox } from './change-outbox';
import { DeadLetterRelay } from './dead-letter-relay';
import { entityController } from './entity-controller';
import type { AnyEntityDefinition } from './entity-definition';
import { FeedHead } from './feed/feed-head';
import type { PublicEntity } from './public-views';
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
    { definition, published }: { readonly definition: AnyEntityDefinition; readonly published: PublicEntity },
    { dataSource, publisher, log, topicPrefix }: IngestParts,
  ): DynamicModule {
    const entity: EntityName = definition.name;
    const head = new FeedHead(dataSource, log);
    const outbox = new Outbox(
      [
        new ChangeOutbox(dataSource, definition, topicPrefix, () => head.kick()),
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
        { provide: FeedHead, useValue: head },
        {
          provide: EntityService,
          useValue: new EntityService(definition, published, dataSource, publisher, outbox, head),
        },
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

import type { Type } from '@nestjs/common';
import { Controller, Inject, UseFilters } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { EntityName } from '@halosync/contracts';
import type { Chunk } from '@halosync/kafka';
import { CHUNKS, PassErrorsFilter } from '@halosync/kafka';
import type { Log } from '@halosync/observability';
import { LOG } from '@halosync/service-host';
import { DataSource } from 'typeorm';
import { enqueue } from './enqueue';
import { readTouches } from './read-touches';
import { RefetchWorkers } from './refetch-workers';

/** The controller that gets the chunks of an entity's `touched`. */
export function touchConsumer(entity: EntityName): Type {
  @Controller()
  @UseFilters(PassErrorsFilter)
  class TouchConsumer {
    constructor(
      @Inject(DataSource) private readonly dataSource: DataSource,
      @Inject(RefetchWorkers) private readonly workers: RefetchWorkers,
      @Inject(LOG) private readonly log: Log,
    ) {}

    @EventPattern<Record<string, Chunk>>(`${entity}.touched`, CHUNKS)
    async touch(@Payload() chunk: Chunk): Promise<void> {
      await enqueue(this.dataSource, readTouches(entity, chunk, this.log));
      this.workers.kick();
    }
  }
  return TouchConsumer;
}

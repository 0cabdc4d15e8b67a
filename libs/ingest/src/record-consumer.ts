import type { Type } from '@nestjs/common';
import { Controller, Inject, UseFilters } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { EntityName } from '@halosync/contracts';
import type { Chunk } from '@halosync/kafka';
import { CHUNKS, PassErrorsFilter } from '@halosync/kafka';
import { IngestLine } from './ingest-line';

/** The controller that gets the chunks of an entity's `received`. */
export function recordConsumer(entity: EntityName): Type {
  @Controller()
  @UseFilters(PassErrorsFilter)
  class RecordConsumer {
    constructor(@Inject(IngestLine) private readonly line: IngestLine) {}

    @EventPattern<Record<string, Chunk>>(`${entity}.received`, CHUNKS)
    async receive(@Payload() chunk: Chunk): Promise<void> {
      await this.line.take(chunk);
    }
  }
  return RecordConsumer;
}

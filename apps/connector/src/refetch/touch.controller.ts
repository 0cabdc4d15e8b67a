import type { Type } from '@nestjs/common';
import { Controller, Inject, UseFilters } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { EntityName } from '@halosync/contracts';
import { touchSchema } from '@halosync/contracts';
import type { Chunk, IncomingMessage } from '@halosync/kafka';
import { CHUNKS, PassErrorsFilter } from '@halosync/kafka';
import type { Log } from '@halosync/observability';
import { LOG } from '@halosync/service-host';
import { DataSource } from 'typeorm';
import type { RefetchOrder } from './enqueue';
import { enqueue } from './enqueue';
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
      const orders = chunk.flatMap((message) => readTouch(entity, message, this.log));
      await enqueue(this.dataSource, orders);
      this.workers.kick();
    }
  }
  return TouchConsumer;
}

/** A touch that cannot be read names no record, so there is nothing that could be read instead. */
function readTouch(entity: EntityName, { topic, partition, offset, value }: IncomingMessage, log: Log): RefetchOrder[] {
  const parsed = touchSchema.safeParse(value === null ? undefined : parse(value));
  if (parsed.success) {
    const { connection_id: connectionId, halo_id: haloId, generation, reason, run_id: runId } = parsed.data;
    return [{ connectionId, entity, haloId, generation, reason, runId }];
  }
  log.error('touch unreadable', { topic, partition, offset });
  return [];
}

function parse(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString());
  } catch {
    return undefined;
  }
}

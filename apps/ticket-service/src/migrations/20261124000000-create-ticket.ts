import { createIngestTables, createPublicViews, createRecordTable } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ticketColumns, publicTicket } from '../ticket.columns';

export class CreateTicket20261124000000 implements MigrationInterface {
  readonly name = 'CreateTicket20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    await createRecordTable(runner, 'ticket', ticketColumns);
    await createIngestTables(runner, 'ticket');
    await createPublicViews(runner, publicTicket);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}

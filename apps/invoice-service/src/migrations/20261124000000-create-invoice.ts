import { createIngestTables, createPublicViews, createRecordTable } from '@halosync/ingest';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { invoiceColumns, publicInvoice } from '../invoice.columns';

export class CreateInvoice20261124000000 implements MigrationInterface {
  readonly name = 'CreateInvoice20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    await createRecordTable(runner, 'invoice', invoiceColumns);
    await createIngestTables(runner, 'invoice');
    await createPublicViews(runner, publicInvoice);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}

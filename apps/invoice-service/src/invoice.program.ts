import type { EntityProgram } from '@halosync/ingest';
import { CreateInvoice20261124000000 } from './migrations/20261124000000-create-invoice';
import { publicInvoice } from './invoice.columns';
import { invoice } from './invoice.definition';

export const invoiceProgram: EntityProgram = {
  definition: invoice,
  published: publicInvoice,
  migrations: [CreateInvoice20261124000000],
  port: 3014,
  grpcPort: 50054,
};

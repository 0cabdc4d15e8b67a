import { describeEntityContract } from '@halosync/ingest/testing';
import { invoiceProgram } from './invoice.program';

describeEntityContract(invoiceProgram, {
  record: (id, modified) => ({ id, invoicenumber: 'INV-504', total: 240, posted: false, last_modified: modified }),
  change: { total: 199.99, posted: true },
  modifiedField: 'last_modified',
});

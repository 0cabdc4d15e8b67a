import type { PublicEntity } from '@halosync/ingest';
import { invoiceReports } from './invoice.reports';

/** The invoice's columns as people query them. `invoice.definition` fills them; here is what they hold and Halo's name for it. */
export const invoiceColumns = {
  invoice_number: { type: 'text', field: 'invoicenumber', says: 'Number as printed.' },
  client_id: { type: 'integer', field: 'client_id', says: 'Client.' },
  client_name: { type: 'text', field: 'client_name', says: 'Name of the client.' },
  site_id: { type: 'integer', field: 'sitenumber', says: 'Site: halo_id in sites.' },
  user_id: { type: 'integer', field: 'uid', says: 'Contact: halo_id in users.' },
  invoice_date: {
    type: 'timestamptz',
    field: 'invoice_date',
    says: 'Date of the invoice: a calendar date, read as midnight UTC.',
  },
  due_date: { type: 'timestamptz', field: 'duedate', says: 'When it is due: a calendar date, read as midnight UTC.' },
  date_sent: { type: 'timestamptz', field: 'datesent', says: 'When it was sent, UTC.' },
  date_paid: { type: 'timestamptz', field: 'datepaid', says: 'When it was paid, UTC. Null while it is not.' },
  date_posted: { type: 'timestamptz', field: 'dateposted', says: 'When it was posted to the accounts, UTC.' },
  total: { type: 'numeric', field: 'total', says: 'Total with tax, in its currency.' },
  tax_total: { type: 'numeric', field: 'tax_total', says: 'Tax, in its currency.' },
  amount_due: { type: 'numeric', field: 'amountdue', says: 'Still to be paid, in its currency.' },
  amount_paid: { type: 'numeric', field: 'amountpaid', says: 'Paid so far, in its currency.' },
  currency: {
    type: 'text',
    field: 'currency_code_name',
    says: 'Name of the currency; where none was carried, currency_code.',
    sql: "coalesce(document ->> 'currency_code_name', document ->> 'currency_code')",
  },
  payment_status: { type: 'integer', field: 'paymentstatus', says: 'Payment status. 0 and -1 are unpaid.' },
  is_posted: { type: 'boolean', field: 'posted', says: 'Whether it is posted to the accounts.' },
  is_voided: { type: 'boolean', field: 'voided', says: 'Whether it is void. A void invoice stays.' },
  reference: { type: 'text', field: 'reference', says: 'Reference.' },
  ticket_id: { type: 'integer', field: 'ticket_id', says: 'Ticket that it bills: halo_id in tickets.' },
  contract_id: { type: 'integer', field: 'contract_id', says: 'Contract that it bills.' },
  lines: { type: 'jsonb', field: 'lines', says: 'Its lines as Halo sends them. Null where no copy has carried them.' },
} satisfies PublicEntity['columns'];

export const publicInvoice: PublicEntity = {
  entity: 'invoice',
  columns: invoiceColumns,
  reports: invoiceReports,
  times: { createdAt: 'date_created', updatedAt: 'last_modified' },
};

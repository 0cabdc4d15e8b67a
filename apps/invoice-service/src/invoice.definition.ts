import { customFieldValues, haloInvoice } from '@halosync/contracts';
import { defineEntity } from '@halosync/ingest';
import type { z } from 'zod';
import { Invoice } from './invoice.entity';

/** The invoice: Halo's names end here. */
export const invoice = defineEntity({
  name: 'invoice',
  row: Invoice,
  schema: haloInvoice,
  sourceTime: (invoice) => invoice.last_modified ?? null,
  columns: (invoice) => ({
    invoiceNumber: invoice.invoicenumber ?? null,
    clientId: invoice.client_id ?? null,
    clientName: invoice.client_name ?? null,
    siteId: invoice.sitenumber ?? null,
    userId: invoice.uid ?? null,
    invoiceDate: invoice.invoice_date ?? null,
    dueDate: invoice.duedate ?? null,
    dateSent: invoice.datesent ?? null,
    datePaid: invoice.datepaid ?? null,
    datePosted: invoice.dateposted ?? null,
    total: invoice.total ?? null,
    taxTotal: invoice.tax_total ?? null,
    amountDue: invoice.amountdue ?? null,
    amountPaid: invoice.amountpaid ?? null,
    currency: currency(invoice),
    paymentStatus: invoice.paymentstatus ?? null,
    isPosted: invoice.posted ?? null,
    isVoided: invoice.voided ?? null,
    reference: invoice.reference ?? null,
    ticketId: invoice.ticket_id ?? null,
    contractId: invoice.contract_id ?? null,
    lines: invoice.lines ?? null,
    customFields: customFieldValues(invoice.customfields),
    haloCreatedAt: invoice.date_created ?? null,
    haloUpdatedAt: invoice.last_modified ?? null,
  }),
});

/** The currency's name (`EUR`), else its code, which some tenants keep as a number. */
function currency({ currency_code_name, currency_code }: z.output<typeof haloInvoice>): string | null {
  return currency_code_name ?? (currency_code === null || currency_code === undefined ? null : String(currency_code));
}

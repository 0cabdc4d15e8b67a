import { haloBoolean, haloDate, haloId, haloInt, haloNumber, haloText } from '@halosync/halo-json';
import { z } from 'zod';
import { customFields } from './custom-fields';

/** The fields of a Halo invoice (`InvoiceHeader`) that we rely on. `sitenumber` is the site's id, `uid` the user's. */
export const haloInvoice = z.object({
  id: haloId,
  invoicenumber: haloText.nullish(),
  client_id: haloInt.nullish(),
  client_name: haloText.nullish(),
  sitenumber: haloInt.nullish(),
  uid: haloInt.nullish(),
  invoice_date: haloDate.nullish(),
  duedate: haloDate.nullish(),
  datesent: haloDate.nullish(),
  datepaid: haloDate.nullish(),
  dateposted: haloDate.nullish(),
  date_created: haloDate.nullish(),
  last_modified: haloDate.nullish(),
  total: haloNumber.nullish(),
  tax_total: haloNumber.nullish(),
  amountdue: haloNumber.nullish(),
  amountpaid: haloNumber.nullish(),
  currency_code: z.union([haloInt, haloText]).nullish(),
  currency_code_name: haloText.nullish(),
  paymentstatus: haloInt.nullish(),
  posted: haloBoolean.nullish(),
  voided: haloBoolean.nullish(),
  deleted: haloBoolean.nullish(),
  reference: haloText.nullish(),
  ticket_id: haloInt.nullish(),
  contract_id: haloInt.nullish(),
  lines: z.array(z.unknown()).nullish(),
  customfields: customFields.nullish(),
});

import { formatHaloDate } from '../world/halo-dates';
import { idAt, SALT } from './census';
import { clientName } from './client';
import { COUNTRIES, SENTENCES } from './phrases';
import { clientOfSite, siteName } from './site';
import { customFields, unknownFields } from './details';
import { Dice } from './dice';
import { moment } from './moment';
import { siteOfUser, userName } from './user';
import type { Census } from './census';
import type { Core, Fields } from '../world/entity';

const DAY_MS = 24 * 3_600_000;
const UNSET = '1900-01-01T00:00:00';

export function invoiceCore(census: Census, id: number): Core {
  const dice = new Dice(census.seed, SALT.invoice, id);
  const { happened, modified } = moment(census, dice);
  const user = census.counts.user === 0 ? 0 : idAt('user', dice.below(census.counts.user));
  const site = user === 0 ? 1 : siteOfUser(census, user);
  const shape = dice.next();
  const kind = shape < 0.06 ? 1 : shape < 0.1 ? 2 : 0;
  const status = dice.pick([0, 0, 2, 2, 1, -1]); // 2 = paid, 1 = part paid, 0 and -1 = unpaid
  const day = Math.floor(happened / DAY_MS) * DAY_MS; // invoice dates are calendar dates at midnight
  return { modified, happened: day, hidden: false, client: clientOfSite(census, site), site, user, status, kind };
}

function line(
  dice: Dice,
  invoiceId: number,
  position: number,
): Fields & { readonly net: number; readonly tax: number } {
  const quantity = 1 + dice.below(12);
  const unit = Math.round(dice.next() * 50_000) / 100;
  const net = Math.round(quantity * unit * 100) / 100;
  const tax = Math.round(net * 20) / 100;
  return {
    id: invoiceId * 100 + position,
    ihid: invoiceId,
    item_code: `ITEM-${String(dice.below(900))}`,
    item_shortdescription: dice.pick(['Support hours', 'Lizenz Büro 365', 'ノートPC', 'Cable 2 m "blue"']),
    item_longdescription: dice.chance(0.5) ? dice.pick(SENTENCES) : null,
    qty_order: quantity,
    unit_price: unit,
    net_amount: net,
    tax_code: 'T1',
    tax_rate: 20,
    tax_amount: tax,
    ticket_id: 0,
    asset_id: 0,
    contract_id: 0,
    nominal_code: '4000',
    customfields: [],
    net,
    tax,
  };
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

export function invoiceDocument(census: Census, id: number): Fields {
  const core = invoiceCore(census, id);
  const dice = new Dice(census.seed, SALT.invoice, id, 1);
  const made = Array.from({ length: 1 + dice.below(5) }, (_, position) => line(dice, id, position + 1));
  const sign = core.kind === 1 ? -1 : 1;
  const taxTotal = cents(sign * made.reduce((sum, { tax }) => sum + tax, 0));
  const total = cents(sign * made.reduce((sum, { net }) => sum + net, 0) + taxTotal);
  const paid = core.status === 2 ? total : core.status === 1 ? cents(total / 2) : 0;
  const day = core.happened;
  return {
    id,
    invoicenumber: `${core.kind === 1 ? 'CN' : 'INV'}-${String(id)}`,
    thirdpartyinvoicenumber: dice.chance(0.3) ? `XERO/${String(id)}` : '',
    client_id: core.client,
    client_name: clientName(core.client),
    sitenumber: core.site,
    site_name: siteName(census, core.site),
    uid: core.user,
    contactname: userName(census, core.user).full,
    name: clientName(core.client),
    address1: `${String(1 + dice.below(90))} High Street`,
    address2: '',
    address3: dice.pick(COUNTRIES),
    address4: '',
    address5: `AB${String(dice.below(99))} 1CD`,
    invoice_date: formatHaloDate(day),
    duedate: formatHaloDate(day + 30 * DAY_MS),
    datesent: dice.chance(0.5) ? formatHaloDate(day + DAY_MS / 2) : UNSET,
    datepaid: core.status === 2 ? formatHaloDate(day + 20 * DAY_MS) : UNSET,
    dateposted: dice.chance(0.5) ? formatHaloDate(day + DAY_MS) : '1899-12-30T00:00:00',
    date_created: formatHaloDate(day + 8 * 3_600_000),
    last_modified: formatHaloDate(core.modified),
    last_synced: '0001-01-01T00:00:00',
    posted: dice.chance(0.5),
    voided: dice.chance(0.03),
    hideinvoice: false,
    paymentstatus: core.status,
    total,
    tax_total: taxTotal,
    amountdue: cents(total - paid),
    amountpaid: paid,
    amount_remaining: cents(total - paid),
    currency: '',
    currency_code: 0,
    currency_code_name: dice.pick(['GBP', 'EUR', 'USD']),
    conversion_rate: 1,
    paymentterms: 30,
    reference: dice.chance(0.4) ? dice.pick(['PO 4711', 'Bestellung „Büro“', '注文-88']) : '',
    cust_order_number: '',
    ticket_id: 0,
    contract_id: dice.chance(0.3) ? dice.below(50) : 0,
    salesorder_id: 0,
    recurring_invoice_id: 0,
    invoicetype: core.kind,
    typeid: core.kind,
    xeroid: '',
    qboid: 0,
    internal_note: dice.chance(0.2) ? dice.pick(SENTENCES) : '',
    notes_1: '',
    notes_2: null,
    notes_3: '',
    lines: made.map(({ net: _net, tax: _tax, ...kept }) => kept),
    payments: [],
    customfields: customFields(dice, ['Cost centre', 'Approved']),
    ...unknownFields(dice),
    use: 'invoice',
    simversion: 0,
  };
}

import { formatHaloDate } from '../world/halo-dates';
import { idAt, positionOf, SALT } from './census';
import { clientName } from './client';
import { COUNTRIES, PLACES, SENTENCES, TIMEZONES } from './phrases';
import { customFields, unknownFields } from './details';
import { Dice } from './dice';
import { moment } from './moment';
import type { Census } from './census';
import type { Core, Fields } from '../world/entity';

/** Each client has a first site; the rest are spread. */
export function clientOfSite(census: Census, siteId: number): number {
  const position = positionOf('site', siteId) ?? 0;
  if (census.counts.client === 0) return 1;
  if (position < census.counts.client) return idAt('client', position);
  return idAt('client', new Dice(census.seed, SALT.site, siteId, 7).below(census.counts.client));
}

export function siteName(census: Census, siteId: number): string {
  const position = positionOf('site', siteId) ?? 0;
  if (position < census.counts.client) return 'Main';
  return `${PLACES[position % PLACES.length] ?? 'Site'} ${String(siteId)}`;
}

export function siteCore(census: Census, id: number): Core {
  const dice = new Dice(census.seed, SALT.site, id);
  const { happened, modified } = moment(census, dice);
  const hidden = id !== 1 && dice.chance(0.08);
  const kind = dice.chance(0.05) ? 1 : 0;
  return { modified, happened, hidden, client: clientOfSite(census, id), site: id, user: 0, status: 0, kind };
}

function address(dice: Dice, siteId: number): Fields {
  return {
    id: siteId * 10 + dice.below(9),
    type: 1,
    line1: `${String(1 + dice.below(300))} ${dice.pick(['High Street', 'Königstraße', 'Rue de l’Église', '千代田区'])}`,
    line2: '',
    line3: dice.pick(PLACES),
    line4: dice.pick(COUNTRIES),
    postcode: String(10_000 + dice.below(80_000)),
    primary: true,
  };
}

export function siteDocument(census: Census, id: number): Fields {
  const core = siteCore(census, id);
  const dice = new Dice(census.seed, SALT.site, id, 1);
  const name = siteName(census, id);
  const delivery = address(dice, id);
  return {
    id,
    name,
    client_id: core.client,
    client_name: clientName(core.client),
    clientsite_name: `${clientName(core.client)}/${name}`,
    inactive: core.hidden,
    sla_id: dice.chance(0.7) ? -1 : 1 + dice.below(3),
    phonenumber: dice.chance(0.5) ? `+44 20 7946 ${String(1000 + dice.below(8999))}` : '',
    colour: '#a8d4f5',
    timezone: dice.pick(TIMEZONES),
    invoice_address_isdelivery: dice.chance(0.3),
    notes: dice.chance(0.4) ? dice.pick(SENTENCES) : '',
    isstocklocation: core.kind === 1,
    isinvoicesite: dice.chance(0.2),
    messagegroup_id: -1,
    maincontact_id: 0,
    maincontact_name: '',
    country_code_name: dice.pick(COUNTRIES),
    region_code_name: '',
    ref: dice.chance(0.3) ? `REF/${String(id)}` : null,
    emaildomain: `site${String(id)}.example`,
    datecreated: formatHaloDate(core.happened),
    slastupdate: formatHaloDate(core.modified),
    contractlastchecked: '1900-01-01T00:00:00',
    guid: dice.guid(),
    delivery_address_line1: delivery['line1'],
    delivery_address_line2: '',
    delivery_address_line3: delivery['line3'],
    delivery_address_line4: delivery['line4'],
    delivery_address_line5: delivery['postcode'],
    delivery_address: delivery,
    invoice_address: address(dice, id),
    customfields: customFields(dice, ['Opening hours', 'Floors', 'Alarm']),
    site_fields: [],
    popup_notes: [],
    ...unknownFields(dice),
    use: 'site',
    simversion: 0,
  };
}

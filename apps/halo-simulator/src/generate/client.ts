import { formatHaloDate, toSqlServerTick } from '../world/halo-dates';
import { idAt, positionOf, SALT } from './census';
import { COMPANIES, SENTENCES } from './phrases';
import { customFields, unknownFields } from './details';
import { Dice } from './dice';
import { moment } from './moment';
import type { Census } from './census';
import type { Core, Fields } from '../world/entity';

/** Client 1 is "Unknown", the default holder of what belongs to nobody (seen on live tenants). */
export function clientName(id: number): string {
  const position = positionOf('client', id) ?? id;
  if (position === 0) return 'Unknown';
  const name = COMPANIES[(position - 1) % COMPANIES.length] ?? 'Client';
  const round = Math.floor((position - 1) / COMPANIES.length);
  return round === 0 ? name : `${name} ${String(round + 1)}`;
}

export function clientCore(census: Census, id: number): Core {
  const dice = new Dice(census.seed, SALT.client, id);
  const { happened, modified } = moment(census, dice);
  return {
    modified,
    happened,
    hidden: id !== 1 && dice.chance(0.06),
    client: id,
    site: 0,
    user: 0,
    status: 0,
    kind: 0,
  };
}

export function clientDocument(census: Census, id: number): Fields {
  const core = clientCore(census, id);
  const dice = new Dice(census.seed, SALT.client, id, 1);
  return {
    id,
    name: clientName(id),
    toplevel_id: 1,
    toplevel_name: 'All',
    inactive: core.hidden,
    colour: '#a8d4f5',
    is_vip: dice.chance(0.1),
    website: dice.chance(0.5) ? `https://client${String(id)}.example` : '',
    accountsid: dice.chance(0.5) ? `ACC-${String(id)}` : '',
    main_site_id: idAt('site', positionOf('client', id) ?? 0),
    notes: dice.chance(0.3) ? dice.pick(SENTENCES) : null,
    messagegroup_id: -1,
    item_tax_code: 0,
    datecreated: formatHaloDate(toSqlServerTick(core.happened)),
    alastupdate: formatHaloDate(core.modified),
    customer_relationship: [],
    customfields: customFields(dice, ['Tier', 'Contract hours']),
    ...unknownFields(dice),
    use: 'client',
    simversion: 0,
  };
}

import { formatHaloDate, formatLongHaloDate } from '../world/halo-dates';
import { idAt, positionOf, SALT } from './census';
import { clientName } from './client';
import { FAMILY, GIVEN, SENTENCES } from './phrases';
import { clientOfSite, siteName } from './site';
import { customFields, unknownFields } from './details';
import { Dice } from './dice';
import { moment } from './moment';
import type { Census } from './census';
import type { Core, Fields } from '../world/entity';

/** The first users are the sites' "General User" rows: Halo makes one per site. */
export function siteOfUser(census: Census, userId: number): number {
  const position = positionOf('user', userId) ?? 0;
  if (census.counts.site === 0) return 1;
  if (position < census.counts.site) return idAt('site', position);
  return idAt('site', new Dice(census.seed, SALT.user, userId, 7).below(census.counts.site));
}

function isGeneral(census: Census, userId: number): boolean {
  return (positionOf('user', userId) ?? 0) < census.counts.site;
}

export function userName(
  census: Census,
  userId: number,
): { readonly first: string; readonly last: string; readonly full: string } {
  if (isGeneral(census, userId)) return { first: 'General', last: 'User', full: 'General User' };
  const dice = new Dice(census.seed, SALT.user, userId, 5);
  const first = dice.pick(GIVEN);
  const last = dice.pick(FAMILY);
  return { first, last, full: `${first} ${last}` };
}

export function userCore(census: Census, id: number): Core {
  const dice = new Dice(census.seed, SALT.user, id);
  const { happened, modified } = moment(census, dice);
  const general = isGeneral(census, id);
  const site = siteOfUser(census, id);
  const hidden = !general && dice.chance(0.12);
  const kind = general ? 3 : dice.chance(0.04) ? 1 : 0;
  return { modified, happened, hidden, client: clientOfSite(census, site), site, user: id, status: 0, kind };
}

export function userEmail(census: Census, userId: number): string {
  return isGeneral(census, userId) ? '' : `user${String(userId)}@site${String(siteOfUser(census, userId))}.example`;
}

export function userDocument(census: Census, id: number): Fields {
  const core = userCore(census, id);
  const dice = new Dice(census.seed, SALT.user, id, 1);
  const name = userName(census, id);
  return {
    id,
    name: name.full,
    firstname: name.first,
    surname: name.last,
    initials: `${name.first.slice(0, 1)}${name.last.slice(0, 1)}`,
    title: dice.pick(['', 'Dr.', 'Frau', 'Mr']),
    emailaddress: userEmail(census, id),
    email2: dice.chance(0.2) ? `alt${String(id)}@mail.example` : null,
    email3: null,
    phonenumber: dice.chance(0.5) ? `+49 30 ${String(100_000 + dice.below(899_999))}` : '',
    mobilenumber: dice.chance(0.4) ? `+44 7700 ${String(900_000 + dice.below(999))}` : null,
    mobilenumber2: '',
    homenumber: '',
    sitephonenumber: '',
    fax: '',
    login: dice.chance(0.5) ? `ACME\\user${String(id)}` : '',
    site_id: core.site,
    site_id_int: core.site,
    site_name: siteName(census, core.site),
    client_id: core.client,
    client_name: clientName(core.client),
    inactive: core.hidden,
    isimportantcontact: dice.chance(0.1),
    isserviceaccount: core.kind === 1,
    linked_agent_id: 0,
    neversendemails: dice.chance(0.1),
    telpref: 0,
    department: dice.pick(['', 'IT', 'Buchhaltung', '営業部']),
    notes: dice.chance(0.3) ? dice.pick(SENTENCES) : '',
    other1: dice.chance(0.2) ? dice.pick(SENTENCES) : '',
    other2: '',
    other3: null,
    other4: '',
    other5: '',
    azureoid: dice.chance(0.5) ? dice.guid() : '',
    onpremise_activedirectory_dn: dice.chance(0.2) ? `CN=${name.full},OU=Büro,DC=acme,DC=local` : null,
    is_prospect: false,
    datecreated: formatHaloDate(core.happened),
    ulastupdate: formatHaloDate(core.modified),
    lastlogindate: dice.chance(0.5) ? formatLongHaloDate(core.modified, dice.below(9999)) : '0001-01-01T00:00:00',
    date_of_birth: '1900-01-01T00:00:00',
    addresses: [],
    popup_notes: dice.chance(0.05) ? [{ id: id * 3, note: 'VIP – <b>call first</b>', displaymodal: true }] : [],
    attachments: [],
    customfields: customFields(dice, ['Mobile OS', 'Badge', 'VPN', 'Size']),
    ...unknownFields(dice),
    key: id,
    use: 'user',
    simversion: 0,
  };
}

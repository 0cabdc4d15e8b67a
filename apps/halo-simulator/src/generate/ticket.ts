import { formatHaloDate, formatLongHaloDate, toSqlServerTick, UNSET_DATES } from '../world/halo-dates';
import { STATUSES, TICKET_TYPES } from './lookups';
import { idAt, SALT } from './census';
import { clientName } from './client';
import { CATEGORIES, SUBJECTS, TEAMS } from './phrases';
import { clientOfSite, siteName } from './site';
import { asHtml, customFields, ticketDetails, unknownFields } from './details';
import { Dice } from './dice';
import { moment } from './moment';
import { siteOfUser, userEmail, userName } from './user';
import { TICKET_FILLER } from './ticket-filler';
import { ticketSla } from './ticket-head';
import type { Census } from './census';
import type { Core, Fields } from '../world/entity';

const HOUR_MS = 3_600_000;

export function ticketCore(census: Census, id: number): Core {
  const dice = new Dice(census.seed, SALT.ticket, id);
  const { happened, modified } = moment(census, dice);
  const user = census.counts.user === 0 ? 0 : idAt('user', dice.below(census.counts.user));
  const site = user === 0 ? 1 : siteOfUser(census, user);
  const hidden = dice.chance(0.6);
  // Stock systems close as 9 and cancel as 8; the ids are configurable per tenant.
  const status = hidden ? (dice.chance(0.1) ? 8 : 9) : dice.pick([1, 2, 3, 4, 5]);
  return { modified, happened, hidden, client: clientOfSite(census, site), site, user, status, kind: 0 };
}

export function ticketDocument(census: Census, id: number): Fields {
  const core = ticketCore(census, id);
  const dice = new Dice(census.seed, SALT.ticket, id, 1);
  const type = dice.pick(TICKET_TYPES);
  const details = ticketDetails(dice);
  const category = dice.pick(CATEGORIES);
  const team = dice.below(TEAMS.length);
  const agent = dice.chance(0.25) ? 1 : 2 + dice.below(8); // agent 1 is "Unassigned"
  const user = userName(census, core.user).full;
  return {
    id,
    ...TICKET_FILLER,
    guid: dice.guid(),
    summary: dice.chance(0.3) ? `${dice.pick(SUBJECTS)} – ${dice.pick(SUBJECTS)}` : dice.pick(SUBJECTS),
    details,
    details_html: asHtml(details),
    dateoccurred: formatHaloDate(core.happened),
    datecreated: formatHaloDate(core.happened),
    last_update: formatHaloDate(core.modified),
    lastactiondate: formatHaloDate(toSqlServerTick(core.modified - dice.below(400))),
    dateassigned: formatLongHaloDate(core.happened + 1, dice.below(9999)),
    dateclosed: core.hidden ? formatHaloDate(core.modified) : dice.pick(UNSET_DATES),
    responsedate: dice.chance(0.5) ? formatHaloDate(core.happened + HOUR_MS) : '1900-01-01T00:00:00',
    respondbydate: formatHaloDate(core.happened + 4 * HOUR_MS),
    fixbydate: dice.chance(0.6) ? formatHaloDate(core.happened + 48 * HOUR_MS) : '1899-12-30T00:00:00',
    deadlinedate: dice.chance(0.2) ? formatHaloDate(core.happened + 96 * HOUR_MS) : '0001-01-01T00:00:00',
    targetdate: '1900-01-01T00:00:00',
    status_id: core.status,
    status_name: STATUSES.find(({ id: status }) => status === core.status)?.name ?? '',
    tickettype_id: type.id,
    tickettype_name: type.name,
    priority_id: 1 + dice.below(4),
    sla_id: ticketSla(census, id),
    sla_name: 'Standard SLA',
    client_id: core.client,
    client_name: clientName(core.client),
    site_id: core.site,
    site_name: siteName(census, core.site),
    user_id: core.user,
    user_name: user,
    user_email: userEmail(census, core.user),
    reportedby: user,
    emailtolist: '',
    team: TEAMS[team],
    team_id: team + 1,
    agent_id: agent,
    agent_name: agent === 1 ? 'Unassigned' : `Agent ${String(agent)}`,
    category_1: category,
    category_2: '',
    category_3: '',
    category_4: null,
    categoryid_1: category === '' ? 0 : 10 + CATEGORIES.indexOf(category),
    categoryid_2: 0,
    categoryid_3: 0,
    categoryid_4: 0,
    impact: dice.below(4),
    urgency: dice.below(4),
    source: dice.below(5),
    estimate: dice.chance(0.3) ? dice.below(40) / 4 : 0,
    timetaken: Math.round(dice.next() * 800) / 100,
    cost: Math.round(dice.next() * 50_000) / 100,
    onhold: !core.hidden && dice.chance(0.1),
    excludefromsla: dice.chance(0.1),
    flagged: dice.chance(0.05),
    read: dice.chance(0.8),
    inactive: false,
    hasbeenclosed: core.hidden,
    deleted: false,
    slaresponsestate: dice.pick(['I', 'O', '']),
    slastate: dice.pick(['I', 'O', '']),
    parent_id: 0,
    child_count: 0,
    contract_id: dice.chance(0.3) ? 1 + dice.below(40) : 0,
    milestone_id: 0,
    organisation_id: 1,
    department_id: 1 + dice.below(3),
    attachments: dice.chance(0.2)
      ? [{ id: id * 2, filename: 'Übersicht (final).pdf', filesize: dice.below(900_000) }]
      : [],
    assets: dice.chance(0.1) ? [{ id: dice.below(900), inventory_number: `PC-${String(dice.below(999))}` }] : [],
    priority: { id: dice.guid(), priorityid: 3, name: 'Medium', slaid: 1 },
    customfields: customFields(dice, ['Cost centre', 'Hours', 'Approved', 'T-shirt', 'Reason']),
    popup_notes: [],
    changeseq: 1 + dice.below(40),
    ...unknownFields(dice),
    use: 'ticket',
    simversion: 0,
  };
}

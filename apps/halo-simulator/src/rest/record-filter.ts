import { flag, integer } from '../http/call';
import { FACTS } from '../world/entity';
import { parseHaloDate } from '../world/halo-dates';
import type { Profile } from '../faults/profile';
import type { Core, EntityName } from '../world/entity';
import type { Stored } from '../world/entity-store';

type Query = ReadonlyMap<string, string>;
type Test = (core: Core, id: number) => boolean;

/** Which records a list shows. Unknown parameters and junk values are ignored silently, as on live tenants. */
export function recordFilter(
  entity: EntityName,
  query: Query,
  profile: Profile,
): (id: number, stored: Stored) => boolean {
  const onlyDeleted = entity === 'ticket' && flag(query, 'deleted') === true;
  const tests = [
    ...visibility(entity, query, profile, onlyDeleted),
    ...relations(entity, query),
    ...times(entity, query, profile),
  ];
  return (id, stored) => stored.deleted === onlyDeleted && tests.every((test) => test(stored.core, id));
}

function visibility(entity: EntityName, query: Query, profile: Profile, onlyDeleted: boolean): Test[] {
  const hide = profile.hideWithoutFlag;
  if (entity === 'ticket') {
    if (flag(query, 'open_only') === true) return [(core) => !core.hidden];
    if (flag(query, 'closed_only') === true) return [(core) => core.hidden];
    const closed = onlyDeleted || (flag(query, 'includeclosed') ?? !hide.closedTickets);
    return closed ? [] : [(core) => !core.hidden];
  }
  if (entity === 'invoice') return invoiceKinds(query, hide.invoiceKinds);
  const [activeToo, inactiveToo] = (query.get('activeinactive') ?? '').split(',');
  const active = flag(query, 'includeactive') ?? activeToo !== 'false';
  const inactive =
    flag(query, 'includeinactive') ?? (inactiveToo === 'true' || (inactiveToo === undefined && !hide.inactive));
  const tests: Test[] = [(core) => (core.hidden ? inactive : active)];
  if (entity === 'site') {
    const stock = flag(query, 'includestocklocations') ?? !hide.stockLocations;
    const other = flag(query, 'includenonstocklocations') ?? true;
    tests.push((core) => (core.kind === 1 ? stock : other));
  }
  if (entity === 'user') {
    const service = flag(query, 'includeserviceaccount') ?? !hide.serviceAccounts;
    const other = flag(query, 'includenonserviceaccount') ?? true;
    const general = flag(query, 'exclude_generaluser') !== true;
    tests.push((core) => (core.kind === 1 ? service : other) && (core.kind !== 3 || general));
  }
  return tests;
}

function invoiceKinds(query: Query, hidden: boolean): Test[] {
  const shown = [
    flag(query, 'includeinvoices') ?? true,
    flag(query, 'includecredits') ?? !hidden,
    flag(query, 'includepoinvoices') ?? !hidden,
  ];
  const statuses = query.get('paymentstatuses')?.split(',').map(Number).filter(Number.isInteger) ?? [];
  const tests: Test[] = [(core) => shown[core.kind] ?? true];
  if (statuses.length > 0) tests.push((core) => statuses.includes(core.status));
  return tests;
}

function relations(entity: EntityName, query: Query): Test[] {
  const tests: Test[] = [];
  const numbers: readonly (readonly [string, (core: Core) => number])[] = [
    ['client_id', (core) => core.client],
    ['site_id', (core) => core.site],
    ['user_id', (core) => core.user],
    ['status_id', (core) => core.status],
  ];
  for (const [name, read] of numbers) {
    const wanted = integer(query, name);
    if (wanted !== undefined && wanted > 0) tests.push((core) => read(core) === wanted);
  }
  if (entity === 'ticket' && query.has('ticketids')) {
    const ids = new Set(query.get('ticketids')?.split(',').map(Number));
    tests.push((_, id) => ids.has(id));
  }
  return tests;
}

function times(entity: EntityName, query: Query, profile: Profile): Test[] {
  if (profile.filterIgnored) return [];
  const tests: Test[] = [];
  if (FACTS[entity].changedSince) {
    // Declared bool in the swagger: generated clients send `true` and get everything.
    const from = parseHaloDate(query.get('lastupdatefromdate'));
    const to = parseHaloDate(query.get('lastupdatetodate'));
    if (from !== undefined) tests.push((core) => core.modified >= from);
    if (to !== undefined) tests.push((core) => core.modified <= to);
  }
  const start = parseHaloDate(query.get('startdate') ?? query.get('invoicedatestart'));
  const end = parseHaloDate(query.get('enddate') ?? query.get('invoicedateend'));
  const searched =
    query.get('datesearch')?.toLowerCase() ?? (query.has('invoicedatestart') ? 'invoice_date' : undefined);
  const read = searched === undefined ? undefined : DATE_SEARCHES[searched];
  if (read !== undefined && start !== undefined) tests.push((core) => read(core) >= start);
  if (read !== undefined && end !== undefined) tests.push((core) => read(core) <= end);
  return tests;
}

const DATE_SEARCHES: Readonly<Record<string, (core: Core) => number>> = {
  dateoccured: (core) => core.happened,
  dateoccurred: (core) => core.happened,
  // A closed ticket of ours was last touched when it was closed, or later.
  datecleared: (core) => (core.hidden ? core.modified : 0),
  dateclosed: (core) => (core.hidden ? core.modified : 0),
  last_update: (core) => core.modified,
  invoice_date: (core) => core.happened,
  last_modified: (core) => core.modified,
};

import { entityNames, type EntityName } from '@halosync/contracts';
import { expectedColumns } from './expected-columns';
import { canonicalJson, expectedValue, heldValue } from './expected-value';
import type { Line } from './line';

/** What the referee found wrong; all empty is green. */
export interface Findings {
  /** Live in Halo and not in Postgres, or the other way round. */
  readonly lost: string[];
  /** A field that differs from Halo's. */
  readonly stale: string[];
  /** A change that changed nothing, a delivery that made two, a position or revision that is missing or repeated. */
  readonly twice: string[];
  /** Left behind: dead letters, entries in queues. */
  readonly left: string[];
}

export interface CheckOptions {
  /** Fields that this Halo's list rows carry; the others are compared only in rows that are whole. */
  readonly listFields: Readonly<Record<EntityName, ReadonlySet<string>>>;
  readonly deadLetters?: number;
}

interface Truth {
  readonly id: number;
  readonly deleted: boolean;
  readonly record: Readonly<Record<string, unknown>> | null;
}

const LIMIT = 20;

/** Compares the simulator's records with the public views, field by field, and looks at the history for repeats. */
export async function checkLine(line: Line, options: CheckOptions): Promise<Findings> {
  const findings: Findings = { lost: [], stale: [], twice: [], left: [] };
  for (const entity of entityNames) {
    const truths = await truthOf(line, entity);
    const rows = await line.sql(`SELECT * FROM halo.${entity}s_all`);
    const held = new Map(rows.map((row) => [Number(row['halo_id']), row]));
    for (const { id, deleted, record } of truths) {
      const row = held.get(id);
      const isLive = row !== undefined && row['deleted_at'] === null;
      if (deleted === isLive)
        findings.lost.push(`${entity} ${id}: ${deleted ? 'gone in Halo, live here' : 'live in Halo, not here'}`);
      if (isLive && record !== null && !deleted) compare(entity, id, row, record, options.listFields[entity], findings);
    }
    const known = new Set(truths.map(({ id }) => id));
    for (const [id, row] of held)
      if (!known.has(id) && row['deleted_at'] === null) findings.lost.push(`${entity} ${id}: never was in Halo`);
    await checkHistory(line, entity, findings);
    await checkLeft(line, entity, findings);
  }
  const letters = await count(
    line,
    entityNames.map((entity) => `SELECT count(*) FROM ${entity}_service.dead_letter WHERE replayed_at IS NULL`),
  );
  if (letters !== (options.deadLetters ?? 0))
    findings.left.push(`${letters} dead letters instead of ${options.deadLetters ?? 0}`);
  return findings;
}

/** The fields that list rows carry, asked of Halo itself. */
export async function listFields(line: Line): Promise<CheckOptions['listFields']> {
  const { authUrl, resourceUrl, tenant, clientId, clientSecret } = await line.simulator.credentials();
  const token = await fetch(`${authUrl}/token?tenant=${tenant}`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'all',
    }),
  }).then((response) => response.json() as Promise<{ access_token: string }>);
  const fields = async (path: string, key: string, flags: string): Promise<Set<string>> => {
    const answer = await fetch(`${resourceUrl}/${path}?pageinate=true&page_size=100&page_no=1&${flags}`, {
      headers: { authorization: `Bearer ${token.access_token}` },
    });
    const body = (await answer.json()) as Record<string, Record<string, unknown>[]>;
    return new Set(
      (body[key] ?? []).flatMap((row) =>
        Object.entries(row).flatMap(([name, value]) => (isSparse(value) ? [] : [name])),
      ),
    );
  };
  return {
    ticket: await fields('Tickets', 'tickets', 'includeclosed=true&includestatus=true&includetickettype=true'),
    site: await fields('Site', 'sites', 'includeactive=true&includeinactive=true&includenotes=true'),
    user: await fields('Users', 'users', 'includeactive=true&includeinactive=true&includenotes=true'),
    invoice: await fields('Invoice', 'invoices', 'includeinvoices=true&includecredits=true&includelines=true'),
  };
}

const isSparse = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

function compare(
  entity: EntityName,
  id: number,
  row: Record<string, unknown>,
  record: Readonly<Record<string, unknown>>,
  listed: ReadonlySet<string>,
  findings: Findings,
): void {
  const raw = row['raw'] as Record<string, unknown>; // a jsonb object
  const counts = (field: string): boolean => field in raw && (row['is_whole'] === true || listed.has(field));
  const differ = (what: string, here: string | null, there: string | null): void => {
    if (here !== there && findings.stale.length < LIMIT)
      findings.stale.push(`${entity} ${id} ${what}: ${here?.slice(0, 80)} instead of ${there?.slice(0, 80)}`);
  };
  for (const [column, [field, kind]] of Object.entries(expectedColumns[entity])) {
    if (counts(field)) differ(column, heldValue(kind, row[column]), expectedValue(kind, record[field]));
    else if (!(field in raw)) differ(`${column} (never carried)`, heldValue(kind, row[column]), null);
  }
  for (const field of Object.keys(record))
    if (counts(field)) differ(`raw.${field}`, canonicalJson(raw[field]), canonicalJson(record[field]));
}

async function checkHistory(line: Line, entity: EntityName, findings: Findings): Promise<void> {
  const version = `${entity}_service.${entity}_version`;
  const repeats = await line.sql<{ what: string }>(`
    SELECT format('%s %s: one delivery made %s changes', halo_id, delivery_id, count(*)) AS what
      FROM ${version} GROUP BY connection_id, halo_id, delivery_id, part HAVING count(*) > 1
    UNION ALL
    SELECT format('%s revision %s changed nothing', halo_id, revision) FROM (
      SELECT *, lag(document) OVER w AS last_document, lag(operation) OVER w AS last_operation FROM ${version}
      WINDOW w AS (PARTITION BY connection_id, halo_id ORDER BY revision)) AS v
      WHERE document = last_document AND operation NOT IN ('deleted', 'restored', 'repaired')
    UNION ALL
    SELECT format('%s has %s revisions up to %s', halo_id, count(*), max(revision)) FROM ${version}
      GROUP BY connection_id, halo_id HAVING count(*) <> max(revision)
    UNION ALL
    SELECT format('positions: %s up to %s', count(position), max(position)) FROM ${version} HAVING count(position) <> coalesce(max(position), 0)
    LIMIT ${LIMIT}`);
  findings.twice.push(...repeats.map(({ what }) => `${entity} ${what}`));
}

async function checkLeft(line: Line, entity: EntityName, findings: Findings): Promise<void> {
  const queues = {
    'changes to publish': `SELECT count(*) FROM ${entity}_service.${entity}_version WHERE position IS NULL OR position > (SELECT published FROM ${entity}_service.outbox_position)`,
    'touches to publish': `SELECT count(*) FROM ${entity}_service.touch`,
    'records to read': `SELECT count(*) FROM connector.refetch WHERE entity = '${entity}'`,
  };
  for (const [what, query] of Object.entries(queues)) {
    const waiting = await count(line, [query]);
    if (waiting > 0) findings.left.push(`${entity}: ${waiting} ${what}`);
  }
}

async function count(line: Line, queries: readonly string[]): Promise<number> {
  const counts = await Promise.all(queries.map((query) => line.sql<{ count: string }>(query)));
  return counts.reduce((sum, [row]) => sum + Number(row?.count ?? 0), 0);
}

async function truthOf(line: Line, entity: EntityName): Promise<Truth[]> {
  const response = await fetch(`${line.simulator.url}/control/records/${entity}`, {
    signal: AbortSignal.timeout(60_000),
  });
  return (await response.text())
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as Truth); // one object a line, as the simulator documents
}

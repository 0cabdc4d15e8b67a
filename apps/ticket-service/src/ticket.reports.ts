import type { ReportingView } from '@halosync/ingest';

const client = {
  connection_id: 'The connection.',
  client_id: 'The client.',
  client_name: "The client's name, as its newest ticket has it.",
};
const byClient = 'connection_id, client_id';
const nameOfClient = '(array_agg(client_name ORDER BY halo_id DESC) FILTER (WHERE client_name IS NOT NULL))[1]';

/** Questions about tickets that many ask. Days and months are UTC. */
export const ticketReports: readonly ReportingView[] = [
  {
    name: 'tickets_per_day',
    says: 'Tickets opened and closed, per day (UTC) and client. A day without either has no row.',
    columns: {
      ...client,
      day: 'The day, UTC.',
      opened: 'Tickets logged that day.',
      closed: 'Tickets closed that day.',
    },
    query: `
      SELECT ${byClient}, ${nameOfClient}, day, count(*) FILTER (WHERE is_opening), count(*) FILTER (WHERE NOT is_opening)
      FROM halo.tickets, LATERAL (VALUES (coalesce(date_occurred, halo_created_at), true), (date_closed, false)) AS e (at, is_opening),
        LATERAL (SELECT (e.at AT TIME ZONE 'UTC')::date AS day) AS d
      WHERE e.at IS NOT NULL
      GROUP BY ${byClient}, day`,
  },
  {
    name: 'sla_attainment',
    says: 'How many of the tickets that were due in a month (UTC) met their targets, per client. A ticket without a target does not count.',
    columns: {
      ...client,
      month: 'First day of the month in which the target was due, UTC.',
      responses_due: 'Tickets whose first response was due.',
      responses_met: 'Of these, answered in time.',
      response_share: 'responses_met ÷ responses_due, 0 to 1.',
      fixes_due: 'Tickets whose resolution was due.',
      fixes_met: 'Of these, closed in time.',
      fix_share: 'fixes_met ÷ fixes_due, 0 to 1.',
    },
    query: `
      SELECT ${byClient}, ${nameOfClient}, month,
        count(*) FILTER (WHERE kind = 'response'),
        count(*) FILTER (WHERE kind = 'response' AND done <= due),
        round(count(*) FILTER (WHERE kind = 'response' AND done <= due)::numeric / nullif(count(*) FILTER (WHERE kind = 'response'), 0), 4),
        count(*) FILTER (WHERE kind = 'fix'),
        count(*) FILTER (WHERE kind = 'fix' AND done <= due),
        round(count(*) FILTER (WHERE kind = 'fix' AND done <= due)::numeric / nullif(count(*) FILTER (WHERE kind = 'fix'), 0), 4)
      FROM halo.tickets,
        LATERAL (VALUES ('response', respond_by, response_date), ('fix', fix_by, date_closed)) AS target (kind, due, done),
        LATERAL (SELECT date_trunc('month', due AT TIME ZONE 'UTC')::date AS month) AS m
      WHERE due IS NOT NULL AND (due <= now() OR done IS NOT NULL)
      GROUP BY ${byClient}, month`,
  },
  {
    name: 'open_tickets_by_age',
    says: 'Open tickets by how long ago they were logged, per client.',
    columns: {
      ...client,
      open: 'All open tickets.',
      under_1_day: 'Logged less than a day ago.',
      under_7_days: 'Logged 1 to 7 days ago.',
      under_30_days: 'Logged 7 to 30 days ago.',
      under_90_days: 'Logged 30 to 90 days ago.',
      older: 'Logged 90 days ago or earlier.',
      oldest: 'When the oldest of them was logged, UTC.',
    },
    query: `
      SELECT ${byClient}, ${nameOfClient}, count(*),
        count(*) FILTER (WHERE age < interval '1 day'),
        count(*) FILTER (WHERE age >= interval '1 day' AND age < interval '7 days'),
        count(*) FILTER (WHERE age >= interval '7 days' AND age < interval '30 days'),
        count(*) FILTER (WHERE age >= interval '30 days' AND age < interval '90 days'),
        count(*) FILTER (WHERE age >= interval '90 days'),
        min(logged)
      FROM halo.tickets, LATERAL (SELECT coalesce(date_occurred, halo_created_at) AS logged) AS l,
        LATERAL (SELECT now() - logged AS age) AS a
      WHERE is_closed IS NOT TRUE
      GROUP BY ${byClient}`,
  },
];

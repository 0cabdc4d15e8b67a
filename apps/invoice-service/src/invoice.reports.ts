import type { ReportingView } from '@halosync/ingest';

/** Questions about invoices that many ask. */
export const invoiceReports: readonly ReportingView[] = [
  {
    name: 'invoices_outstanding_by_age',
    says: 'What clients still owe, by how long it is overdue, per currency. Void invoices do not count; credits lower the sums.',
    columns: {
      connection_id: 'The connection.',
      client_id: 'The client.',
      client_name: "The client's name, as its newest invoice has it.",
      currency: 'The currency of the sums.',
      invoices: 'Invoices with something still to pay.',
      outstanding: 'The sum of what is still to pay.',
      not_due: 'Of it, not due yet, or without a due date.',
      overdue_30_days: 'Of it, overdue by up to 30 days.',
      overdue_60_days: 'Of it, overdue by 31 to 60 days.',
      overdue_90_days: 'Of it, overdue by 61 to 90 days.',
      overdue_longer: 'Of it, overdue by more than 90 days.',
      oldest_due_date: 'The earliest due date among them.',
    },
    query: `
      SELECT connection_id, client_id,
        (array_agg(client_name ORDER BY halo_id DESC) FILTER (WHERE client_name IS NOT NULL))[1], currency,
        count(*), sum(amount_due),
        coalesce(sum(amount_due) FILTER (WHERE days_overdue IS NULL OR days_overdue <= 0), 0),
        coalesce(sum(amount_due) FILTER (WHERE days_overdue BETWEEN 1 AND 30), 0),
        coalesce(sum(amount_due) FILTER (WHERE days_overdue BETWEEN 31 AND 60), 0),
        coalesce(sum(amount_due) FILTER (WHERE days_overdue BETWEEN 61 AND 90), 0),
        coalesce(sum(amount_due) FILTER (WHERE days_overdue > 90), 0),
        min(due_date)
      FROM halo.invoices,
        LATERAL (SELECT (now() AT TIME ZONE 'UTC')::date - (due_date AT TIME ZONE 'UTC')::date AS days_overdue) AS o
      WHERE amount_due <> 0 AND is_voided IS NOT TRUE
      GROUP BY connection_id, client_id, currency`,
  },
];

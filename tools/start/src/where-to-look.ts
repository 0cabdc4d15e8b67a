import type { Run } from './run-file';

/** What to do next, once everything is up. */
export function whereToLook(run: Run, logs: string): string[] {
  return [
    '',
    `  Console    ${run.url}`,
    `  Sign in    ${run.adminEmail}  ${run.adminPassword}`,
    `  API        ${run.url}/api/docs`,
    `  SQL        psql '${run.databaseUrl}' -c 'SELECT halo_id, summary, status_name FROM halo.tickets LIMIT 5'`,
    ...(run.simulator === undefined ? [] : [`  Simulator  ${run.simulator.url}`]),
    `  Logs       ${logs}`,
    '',
    '  Ctrl-C stops everything.',
  ];
}

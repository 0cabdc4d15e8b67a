import type { QueryRunner } from 'typeorm';
import { grantToReaders } from './reader-role';
import { commentOnView } from './comment-on-view';

/** A view on top of the public ones, in schema `reporting`. */
export interface ReportingView {
  readonly name: string;
  readonly says: string;
  /** In the order of the query. */
  readonly columns: Readonly<Record<string, string>>;
  readonly query: string;
}

/** Made from the public views alone, by the service whose entity they are about. */
export async function createReportingViews(runner: QueryRunner, views: readonly ReportingView[]): Promise<void> {
  await runner.query('CREATE SCHEMA IF NOT EXISTS reporting');
  for (const { name, says, columns, query } of views) {
    const names = Object.keys(columns).join(', ');
    await runner.query(`CREATE VIEW reporting.${name} (${names}) AS ${query}`);
    await commentOnView(runner, `reporting.${name}`, says, columns);
  }
  await grantToReaders(
    runner,
    'reporting',
    views.map(({ name }) => name),
  );
}

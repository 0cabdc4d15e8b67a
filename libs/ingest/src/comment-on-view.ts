import type { QueryRunner } from 'typeorm';

/** What `\d+` shows of a view (`schema.name`) and its columns. */
export async function commentOnView(
  runner: QueryRunner,
  view: string,
  says: string,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  await runner.query(`COMMENT ON VIEW ${view} IS ${sqlLiteral(says)}`);
  for (const [name, about] of Object.entries(columns)) {
    await runner.query(`COMMENT ON COLUMN ${view}."${name}" IS ${sqlLiteral(about)}`);
  }
}

export const sqlLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

import type { QueryRunner } from 'typeorm';

/**
 * How SQL reads Halo's documents, once for the four entities: instants and custom fields, as `libs/halo-json` and the
 * contracts read them. The entity contract's test holds both against each other.
 */
export async function createDocumentFunctions(runner: QueryRunner): Promise<void> {
  for (const [signature, statement] of Object.entries(functions)) {
    // Whichever service migrates first makes them, and owns them: REPLACE would be refused to the others.
    const [row] = (await runner.query('SELECT to_regprocedure($1) AS known', [`halo.${signature}`])) as {
      known: string | null;
    }[];
    if (row?.known === null) await runner.query(statement);
  }
}

const functions = {
  // No zone means UTC; three fraction digits count; sentinels, 1980 and before and beyond 2200 are no dates.
  'instant(text)': String.raw`
    CREATE FUNCTION halo.instant(value text) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
      WHEN btrim(value) = '' OR left(value, 10) IN ('0001-01-01', '1899-12-30', '1900-01-01') THEN NULL
      WHEN left(value, 4)::int <= 1980 OR left(value, 4)::int > 2200 THEN NULL
      WHEN value ~ '^\d{4}-\d\d-\d\d.+(Z|[+-]\d\d:\d\d)$' THEN regexp_replace(value, '(\.\d{3})\d+', '\1')::timestamptz
      ELSE regexp_replace(value, '(\.\d{3})\d+', '\1')::timestamp AT TIME ZONE 'UTC'
    END`,
  // Of equal names the last one counts.
  'custom_field_values(jsonb)': `
    CREATE FUNCTION halo.custom_field_values(fields jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN jsonb_typeof(fields) = 'array' THEN (
      SELECT coalesce(jsonb_object_agg(e.field ->> 'name', coalesce(e.field -> 'value', 'null') ORDER BY e.place), '{}')
      FROM jsonb_array_elements(fields) WITH ORDINALITY AS e (field, place)
      WHERE jsonb_typeof(e.field -> 'name') = 'string' AND e.field ->> 'name' <> ''
    ) END`,
};

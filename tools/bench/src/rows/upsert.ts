import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { JsonValue } from '@halosync/halo-json';
import { upsertRows } from '@halosync/ingest';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ratio, type Finding } from '../finding';
import { serviceSink } from '../sinks/service-sink';
import type { FlatRow } from '../sinks/sink-contender';
import type { Stage } from '../stage';
import { makeTable, ticketColumns, type Column } from '../table-columns';

// As many as the consumer puts into one transaction.
const CHUNK = 500;

/** The statement that writes a chunk's rows, beside COPY of the same rows into a table without any index. */
export async function upsert(stage: Stage, rounds: number): Promise<Finding[]> {
  const { rows } = await serviceSink(stage);
  const columns = await ticketColumns(stage.pool);
  await makeTable(stage.pool, 'upsert');
  await makeTable(stage.pool, 'copy', false);
  const upserted: number[] = [];
  const copied: number[] = [];
  const client = await stage.pool.connect();
  try {
    await byUpsert(client, columns, rows);
    await byCopy(client, columns, rows);
    for (let round = 1; round <= rounds; round += 1) {
      upserted.push(await byUpsert(client, columns, rows));
      copied.push(await byCopy(client, columns, rows));
      stage.say(
        `upsert ${String(round)}/${String(rounds)}: ${String(Math.round(upserted.at(-1) ?? 0))} rows/s, COPY ${String(Math.round(copied.at(-1) ?? 0))} rows/s`,
      );
    }
  } finally {
    client.release();
  }
  const unit = 'rows/s';
  return [
    ratio(
      'chunk upsert, guarded ÷ raw COPY into a table without index',
      { atLeast: 0.9 },
      { name: 'upsert', unit, perRound: upserted },
      { name: 'COPY', unit, perRound: copied },
    ),
  ];
}

async function byUpsert(client: pg.PoolClient, columns: readonly Column[], rows: readonly FlatRow[]): Promise<number> {
  const text = upsertRows('bench.upsert', columns);
  await client.query('TRUNCATE bench.upsert');
  return timed(rows, async (chunk) => {
    await client.query('BEGIN');
    const { rowCount } = await client.query({ name: 'bench-upsert', text, values: [JSON.stringify(chunk)] });
    await client.query('COMMIT');
    if (rowCount !== chunk.length) throw new Error(`${String(rowCount)} of ${String(chunk.length)} rows were written`);
  });
}

async function byCopy(client: pg.PoolClient, columns: readonly Column[], rows: readonly FlatRow[]): Promise<number> {
  const text = `COPY bench.copy (${columns.map(({ name }) => `"${name}"`).join(', ')}) FROM STDIN`;
  await client.query('TRUNCATE bench.copy');
  return timed(rows, async (chunk) => {
    await client.query('BEGIN');
    const lines = chunk.map((row) => columns.map(({ name }) => copyField(row[name] ?? null)).join('\t'));
    await pipeline(Readable.from([`${lines.join('\n')}\n`]), client.query(copyFrom(text)));
    await client.query('COMMIT');
  });
}

/** Rows per second, chunk by chunk. */
async function timed(rows: readonly FlatRow[], write: (chunk: readonly FlatRow[]) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  for (let at = 0; at < rows.length; at += CHUNK) await write(rows.slice(at, at + CHUNK));
  return rows.length / ((performance.now() - startedAt) / 1_000);
}

/** A value in COPY's text format. */
function copyField(value: JsonValue): string {
  if (value === null) return '\\N';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import type pg from 'pg';

/** What the figures were measured on, as lines of a list. */
export async function machine(pool: pg.Pool, servers: string, rounds: number): Promise<string> {
  const { rows } = await pool.query<{ version: string; fsync: string; commit: string }>(
    `SELECT split_part(version(), ' on ', 1) AS version, current_setting('fsync') AS fsync,
       current_setting('synchronous_commit') AS commit`,
  );
  const postgres = rows[0];
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `- ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${rounds} rounds, load average before ${load()}`,
    `- ${availableParallelism()} × ${cpus()[0]?.model ?? 'processor'}, ${memory} GB, ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`,
    `- ${postgres?.version} (fsync ${postgres?.fsync}, synchronous_commit ${postgres?.commit}), Kafka 4.1.0 with one broker: ${servers}`,
  ].join('\n');
}

export function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

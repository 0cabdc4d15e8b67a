import type { runListSchema } from '@halosync/contracts';
import { Command } from 'commander';
import type { z } from 'zod';
import { action } from '../action';
import type { Context } from '../context';
import { findConnection } from '../context';
import { Misused } from '../failures';
import { table } from '../table';
import { watchRun } from '../watch-run';

type List = z.output<typeof runListSchema>;

/** Sync runs. */
export function runsCommand(): Command {
  const runs = new Command('runs').description('sync runs');
  runs
    .command('list')
    .description('newest first')
    .option('--connection <connection>', 'id or name; needed where there are several')
    .option('--limit <count>', 'so many at most', '20')
    .action(action(list));
  runs
    .command('watch [run]')
    .description('progress until it ends; the last run where none is named. Exit code 1 where it ends incomplete')
    .option('--connection <connection>', 'id or name; needed where there are several')
    .action(action(watch));
  return runs;
}

async function list(context: Context, options: { connection?: string; limit: string }): Promise<void> {
  const answer = await listOf(context, options.connection, options.limit);
  context.print(answer, () =>
    table(answer.items, {
      id: ({ id }) => id,
      mode: ({ mode }) => mode,
      state: ({ state }) => state,
      started: ({ startedAt }) => startedAt,
      ended: ({ endedAt }) => endedAt,
      calls: ({ calls }) => calls,
    }),
  );
}

async function watch(context: Context, named: string | undefined, options: { connection?: string }): Promise<void> {
  const id = named ?? (await listOf(context, options.connection, '1')).items[0]?.id;
  if (id === undefined) throw new Misused('There was no run yet. Start one: halosync sync');
  await watchRun(context, id);
}

async function listOf(context: Context, connection: string | undefined, limit: string): Promise<List> {
  const { api } = context;
  const { id } = await findConnection(api, connection);
  return (await api.get(`/api/v1/connections/${id}/runs`, { limit })) as List; // as the API document says
}

import type { RunView } from '@halosync/contracts';
import { Command, Option } from 'commander';
import { action } from '../action';
import type { Context } from '../context';
import { findConnection } from '../context';
import { watchRun } from '../watch-run';

interface Options {
  readonly connection?: string;
  readonly entity?: string[];
  readonly watch?: boolean;
}

/** Starts a run. */
export function syncCommand(): Command {
  return new Command('sync')
    .description('start a run: backfill reads all, delta what changed, reconcile compares')
    .argument('[mode]', 'backfill, delta or reconcile', 'delta')
    .option('--connection <connection>', 'id or name; needed where there are several')
    .addOption(new Option('--entity <entity...>', 'these only').choices(['ticket', 'site', 'user', 'invoice']))
    .option('--watch', 'show progress until it ends')
    .action(action(sync));
}

async function sync(context: Context, mode: string, { connection, entity, watch }: Options): Promise<void> {
  const { api } = context;
  const { id } = await findConnection(api, connection);
  const run = (await api.post(`/api/v1/connections/${id}/runs`, {
    mode,
    ...(entity === undefined ? {} : { entities: entity }),
  })) as RunView; // as the API document says
  if (watch === true) await watchRun(context, run.id);
  else context.print(run, () => `${run.mode} ${run.id} is ${run.state}. Watch it: halosync runs watch ${run.id}`);
}

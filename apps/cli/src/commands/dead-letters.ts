import type { deadLetterListSchema, replayedSchema } from '@halosync/contracts';
import { Command, Option } from 'commander';
import type { z } from 'zod';
import { action } from '../action';
import type { Context } from '../context';
import { findConnection } from '../context';
import { Misused } from '../failures';
import { table } from '../table';

type List = z.output<typeof deadLetterListSchema>;

interface Search {
  readonly connection?: string;
  readonly replayed?: boolean;
  readonly entity?: string;
  readonly cause?: string;
  readonly cursor?: string;
  readonly limit: string;
}

/** Copies that could not be taken. */
export function deadLettersCommand(): Command {
  const letters = new Command('dead-letters').description('copies that could not be taken');
  letters
    .command('list')
    .description('newest first, with whose fault it is and whether the record was read again since')
    .option('--connection <connection>', 'id or name; needed where there are several')
    .addOption(new Option('--entity <entity>').choices(['ticket', 'site', 'user', 'invoice']))
    .addOption(
      new Option('--cause <cause>', 'data: what Halo sent. ours: most likely our fault').choices(['data', 'ours']),
    )
    .option('--replayed', 'replayed ones too')
    .option('--limit <count>', 'so many at most', '50')
    .option('--cursor <cursor>', 'where the list before ended')
    .action(action(list));
  letters
    .command('replay [letter]')
    .description('send one, or with --all every one, down the line again')
    .option('--connection <connection>', 'id or name; needed where there are several')
    .option('--all', 'all of the connection')
    .action(action(replay));
  return letters;
}

async function list(context: Context, { connection, replayed, ...filters }: Search): Promise<void> {
  const { id } = await findConnection(context.api, connection);
  const query = { ...filters, ...(replayed === true ? { includeReplayed: 'true' } : {}) };
  const answer = (await context.api.get(`/api/v1/connections/${id}/dead-letters`, query)) as List; // as the API document says
  context.print(answer, () =>
    [
      table(answer.items, {
        id: (letter) => letter.id,
        created: ({ createdAt }) => createdAt,
        record: ({ entity, haloId }) => `${entity} ${String(haloId ?? '?')}`,
        cause: ({ cause }) => cause,
        refetched: ({ refetched, record }) => (refetched ? `yes, revision ${String(record?.revision ?? '')}` : 'no'),
        reason: ({ reason }) => reason,
      }),
      ...answer.unavailable.map((entity) => `! ${entity}-service does not answer; its letters are missing here.`),
      ...(answer.nextCursor === null ? [] : ['', `More: --cursor ${answer.nextCursor}`]),
    ].join('\n'),
  );
}

async function replay(
  context: Context,
  id: string | undefined,
  { connection, all }: { readonly connection?: string; readonly all?: boolean },
): Promise<void> {
  if ((id === undefined) !== (all === true)) throw new Misused('Name a letter, or give --all.');
  const path =
    id === undefined
      ? `/api/v1/connections/${(await findConnection(context.api, connection)).id}/dead-letters/replay`
      : `/api/v1/dead-letters/${id}/replay`;
  const answer = (await context.api.post(path)) as z.output<typeof replayedSchema>; // as the API document says
  context.print(answer, () => `${String(answer.replayed)} sent again.`);
}

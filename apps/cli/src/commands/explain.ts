import type { explainedRecordSchema } from '@halosync/contracts';
import { Argument, Command } from 'commander';
import type { z } from 'zod';
import { action } from '../action';
import type { Context } from '../context';
import { findConnection } from '../context';
import { facts, table } from '../table';

type Explained = z.output<typeof explainedRecordSchema>;

/** How a row came to be what it is. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('how a row came to be what it is: its revisions, who told us, and when')
    .addArgument(new Argument('<entity>').choices(['ticket', 'site', 'user', 'invoice']))
    .argument('<halo-id>', "Halo's id of the record")
    .option('--connection <connection>', 'id or name; needed where there are several')
    .option('--compare', 'ask Halo whether it says the same now: one call')
    .action(action(explain));
}

async function explain(
  context: Context,
  entity: string,
  haloId: string,
  { connection, compare }: { readonly connection?: string; readonly compare?: boolean },
): Promise<void> {
  const { id } = await findConnection(context.api, connection);
  const path = `/api/v1/connections/${id}/${entity}s/${haloId}/explain`;
  const answer = (await context.api.get(path, compare === true ? { compare: 'halo' } : {})) as Explained; // as the API document says
  context.print(answer, () => words(answer));
}

function words({ entity, haloId, record, revisions, topic, deadLetters, halo }: Explained): string {
  const held =
    record === null
      ? { [`${entity} ${String(haloId)}`]: 'no row is held' }
      : {
          [`${entity} ${String(haloId)}`]: `revision ${String(record.revision)}${record.deletedAt === undefined ? '' : `, deleted ${record.deletedAt}`}`,
          'learned by': record.learnedBy,
          'proved at': record.syncedAt,
          'changed in Halo': record.haloUpdatedAt,
          whole: record.isWhole,
        };
  return [
    facts(held),
    '',
    table(revisions, {
      revision: ({ revision }) => revision,
      operation: ({ operation }) => operation,
      recorded: ({ recordedAt }) => recordedAt,
      'learned by': ({ learnedBy }) => learnedBy,
      'delivery or call': ({ deliveryId, part }) => `${deliveryId}:${String(part)}`,
      run: ({ runId }) => runId,
      [`at (${topic})`]: ({ partition, offset }) => (offset === null ? '' : `${String(partition)}:${offset}`),
      position: ({ position }) => position,
      changed: ({ changed }) => changed.map(({ field }) => field).join(', '),
    }),
    ...deadLetters.map(
      ({ id, createdAt, reason, replayedAt }) =>
        `! dead letter ${id} of ${createdAt}${replayedAt === null ? '' : ', replayed'}: ${reason}`,
    ),
    ...(halo === null ? [] : ['', ...comparison(halo)]),
  ].join('\n');
}

function comparison({ same, absent, differences, notHeld, askedAt }: NonNullable<Explained['halo']>): string[] {
  if (same)
    return [
      `Halo says the same (${askedAt})${absent ? ': it is gone' : ''}${notHeld.length === 0 ? '.' : `; not carried by any copy yet: ${notHeld.join(', ')}.`}`,
    ];
  if (differences.length === 0) return [absent ? 'Halo has it no more.' : 'Halo has it, and we do not.'];
  return [
    `Halo says otherwise (${askedAt}):`,
    table(differences, {
      field: ({ field }) => field,
      held: ({ held }) => JSON.stringify(held),
      halo: ({ halo }) => JSON.stringify(halo),
    }),
  ];
}

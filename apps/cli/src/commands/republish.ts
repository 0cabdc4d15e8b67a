import { Command, Option } from 'commander';
import { action } from '../action';
import type { Context } from '../context';
import { Misused } from '../failures';

interface Options {
  readonly since?: string;
  readonly afterPosition?: string;
  readonly topic?: string;
  readonly entity?: string;
}

/** Fills topics again. */
export function republishCommand(): Command {
  return new Command('republish')
    .description('publish again what was published since a time, as after a topic was lost')
    .option('--since <time>', 'RFC 3339')
    .option('--after-position <position>', 'of the change feed of one entity')
    .addOption(new Option('--topic <kind>', 'webhooks or changes; else both').choices(['received', 'changed']))
    .addOption(new Option('--entity <entity>').choices(['ticket', 'site', 'user', 'invoice']))
    .action(action(republish));
}

async function republish(context: Context, { since, afterPosition, topic, entity }: Options): Promise<void> {
  if (since === undefined && afterPosition === undefined)
    throw new Misused('From where on? Give --since or --after-position.');
  const answer = await context.api.post('/api/v1/republish', {
    topic,
    entity,
    since,
    ...(afterPosition === undefined ? {} : { afterPosition: Number(afterPosition) }),
  });
  context.print(answer, () => `Published again: ${JSON.stringify(answer)}`);
}

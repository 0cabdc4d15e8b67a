import type { apiKeyListSchema, createdApiKeySchema } from '@halosync/contracts';
import { Command, Option } from 'commander';
import type { z } from 'zod';
import { action } from '../action';
import type { Context } from '../context';
import { table } from '../table';

/** Keys for scripts. */
export function apiKeyCommand(): Command {
  const keys = new Command('api-key').description('keys for scripts and BI tools');
  keys
    .command('create <name>')
    .description('make one; it is shown this once')
    .addOption(new Option('--role <role>').choices(['viewer', 'operator', 'admin']).default('viewer'))
    .option('--expires-at <time>', 'RFC 3339; else never')
    .action(action(create));
  keys.command('list').description('all of them').action(action(list));
  keys.command('revoke <id>').description('it works no more').action(action(revoke));
  return keys;
}

async function create(context: Context, name: string, options: { role: string; expiresAt?: string }): Promise<void> {
  const made = (await context.api.post('/api/v1/api-keys', { name, ...options })) as z.output<
    typeof createdApiKeySchema
  >; // as the API document says
  context.print(made, () => made.key);
}

async function list(context: Context): Promise<void> {
  const answer = (await context.api.get('/api/v1/api-keys')) as z.output<typeof apiKeyListSchema>; // as the API document says
  context.print(answer, () =>
    table(answer.items, {
      id: ({ id }) => id,
      name: ({ name }) => name,
      role: ({ role }) => role,
      'last used': ({ lastUsedAt }) => lastUsedAt,
      expires: ({ expiresAt }) => expiresAt,
      revoked: ({ revokedAt }) => revokedAt,
    }),
  );
}

async function revoke(context: Context, id: string): Promise<void> {
  await context.api.call('DELETE', `/api/v1/api-keys/${id}`);
  context.print({ revoked: id }, () => `${id} works no more.`);
}

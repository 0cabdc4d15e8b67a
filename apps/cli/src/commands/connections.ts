import { readFileSync } from 'node:fs';
import type { ConnectionView, connectionListSchema, testResultSchema } from '@halosync/contracts';
import { Command } from 'commander';
import type { z } from 'zod';
import type { Context } from '../context';
import { findConnection } from '../context';
import { Misused } from '../failures';
import { action } from '../action';
import { facts, table } from '../table';

type List = z.output<typeof connectionListSchema>;
type TestResult = z.output<typeof testResultSchema>;

interface Values {
  readonly name?: string;
  readonly authUrl: string;
  readonly resourceUrl: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecretFile?: string;
}

/** Connections to Halo. */
export function connectionsCommand(): Command {
  const connections = new Command('connections').description('connections to Halo');
  connections.command('list').description('all of them').action(action(list));
  connections.command('show [connection]').description('one, with the state of each entity').action(action(show));
  withValues(connections.command('add').description('test the five values, save them, start the first sync')).action(
    action(add),
  );
  withValues(connections.command('test').description('the test alone: nothing is saved')).action(action(test));
  connections
    .command('pause [connection]')
    .description('ask nothing of Halo until resumed; webhooks are taken all the same')
    .action(action((context: Context, named: string | undefined) => pauseOrResume(context, named, 'pause')));
  connections
    .command('resume [connection]')
    .description('go on; what changed in between is made up for')
    .action(action((context: Context, named: string | undefined) => pauseOrResume(context, named, 'resume')));
  connections
    .command('delete <connection>')
    .description('disconnect')
    .option('--purge', 'remove its records from Postgres too')
    .action(action(remove));
  return connections;
}

function withValues(command: Command): Command {
  return command
    .option('--name <name>', 'how it is called; else the tenant')
    .requiredOption('--auth-url <address>', 'the Authorisation Server in Halo; ends in /auth')
    .requiredOption('--resource-url <address>', 'the Resource Server in Halo; ends in /api')
    .option('--tenant <tenant>', 'the Tenant in Halo; empty on premise', '')
    .requiredOption('--client-id <id>', 'shown beside the application in Halo')
    .option('--client-secret-file <file>', 'a file that holds the secret; - for standard input, which is the default');
}

/** The secret is never an argument: the list of processes shows those to everybody. */
function bodyOf({ clientSecretFile = '-', ...values }: Values): Record<string, unknown> {
  const source = clientSecretFile === '-' ? 0 : clientSecretFile;
  let clientSecret: string;
  try {
    clientSecret = readFileSync(source, 'utf8').trim();
  } catch (error) {
    throw new Misused(`The secret cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { integration: 'halo-psa', ...values, clientSecret };
}

async function list(context: Context): Promise<void> {
  const answer = (await context.api.get('/api/v1/connections')) as List; // as the API document says
  context.print(answer, () =>
    table(answer.items, {
      id: ({ id }) => id,
      name: ({ name }) => name,
      status: ({ status }) => status,
      tickets: ({ entities }) => stateOf(entities.ticket),
      sites: ({ entities }) => stateOf(entities.site),
      users: ({ entities }) => stateOf(entities.user),
      invoices: ({ entities }) => stateOf(entities.invoice),
    }),
  );
}

async function show(context: Context, named?: string): Promise<void> {
  const { id } = await findConnection(context.api, named);
  const view = (await context.api.get(`/api/v1/connections/${id}`)) as ConnectionView; // as the API document says
  context.print(view, () => described(view));
}

async function add(context: Context, values: Values): Promise<void> {
  context.tell('Testing and saving …');
  const view = (await context.api.post('/api/v1/connections', bodyOf(values))) as ConnectionView; // as the API document says
  context.print(view, () => `${described(view)}\n\nWatch its first sync: halosync runs watch ${view.runId ?? ''}`);
}

async function test(context: Context, values: Values): Promise<void> {
  const result = (await context.api.post('/api/v1/connections/test', bodyOf(values))) as TestResult; // as the API document says
  context.print(result, () =>
    [
      table(result.steps, {
        step: ({ name }) => name,
        ok: ({ ok }) => (ok ? 'yes' : 'NO'),
        ms: ({ ms }) => ms,
        detail: ({ detail }) => detail,
      }),
      ...result.warnings.map(({ field, message, hint }) => `! ${field}: ${message} ${hint}`),
    ].join('\n'),
  );
}

async function pauseOrResume(context: Context, named: string | undefined, verb: 'pause' | 'resume'): Promise<void> {
  const { id } = await findConnection(context.api, named);
  const view = (await context.api.post(`/api/v1/connections/${id}/${verb}`)) as ConnectionView; // as the API document says
  context.print(view, () => `${view.name} is ${view.status}.`);
}

async function remove(context: Context, named: string, { purge }: { readonly purge?: boolean }): Promise<void> {
  const { id, name } = await findConnection(context.api, named);
  const answer = await context.api.call(
    'DELETE',
    `/api/v1/connections/${id}?data=${purge === true ? 'purge' : 'keep'}`,
  );
  context.print(
    answer,
    () => `${name} is disconnected; its records ${purge === true ? 'are removed' : 'stay in Postgres'}.`,
  );
}

function described(view: ConnectionView): string {
  const { id, name, status, callbackUrl, callbackReachable, budget } = view;
  const entities = Object.entries(view.entities).map(([entity, state]) => ({ entity, ...state }));
  return [
    facts({
      id,
      name,
      status,
      'callback URL': callbackUrl,
      reachable: callbackReachable,
      budget: `${String(budget.used)} of ${String(budget.limit)} in ${String(budget.windowSeconds)} s, ${String(budget.waiting)} wait`,
    }),
    '',
    table(entities, {
      entity: ({ entity }) => entity,
      state: ({ state }) => state,
      'in halo': ({ inHalo }) => inHalo,
      'in postgres': ({ inPostgres }) => inPostgres,
      dead: ({ deadLetters }) => deadLetters,
      'last webhook': ({ lastWebhookAt }) => lastWebhookAt,
    }),
    ...view.warnings.map(({ field, message, hint }) => `! ${field}: ${message} ${hint}`),
  ].join('\n');
}

const stateOf = ({ state, inPostgres }: ConnectionView['entities']['ticket']): string =>
  `${state} (${String(inPostgres ?? '?')})`;

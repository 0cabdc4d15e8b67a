import type { Command } from 'commander';
import type { Api } from './api';
import { Misused } from './failures';
import type { Environment } from './environment';
import type { TargetOptions } from './target';
import { findApi } from './target';

interface GlobalOptions extends TargetOptions {
  readonly json?: boolean;
}

/** What a command has at hand: the API, and a way to say what came of it. */
export class Context {
  readonly #options: GlobalOptions;

  constructor(
    command: Command,
    readonly env: Environment,
  ) {
    this.#options = command.optsWithGlobals<GlobalOptions>();
  }

  get isJson(): boolean {
    return this.#options.json === true;
  }

  get api(): Api {
    return findApi(this.#options, this.env);
  }

  /** The value itself for programs, words for people. */
  print(value: unknown, words: () => string): void {
    process.stdout.write(`${this.isJson ? JSON.stringify(value, null, 2) : words()}\n`);
  }

  /** For people alone: what is under way. */
  tell(words: string): void {
    if (!this.isJson) process.stderr.write(`${words}\n`);
  }
}

export interface ConnectionSummary {
  readonly id: string;
  readonly name: string;
}

/**
 * The connection that is meant: by id or name, or the only one there is.
 * @throws Misused where that is not one.
 */
export async function findConnection(api: Api, named: string | undefined): Promise<ConnectionSummary> {
  const { items } = (await api.get('/api/v1/connections')) as { items: ConnectionSummary[] }; // as the API document says
  const found = named === undefined ? items : items.filter(({ id, name }) => id === named || name === named);
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  const names = items.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  if (only !== undefined) throw new Misused(`Which connection? Name one with --connection:\n${names}`);
  throw new Misused(
    named === undefined
      ? 'There is no connection yet. Make one: halosync connections add'
      : `There is no connection ${named}.\n${names}`,
  );
}

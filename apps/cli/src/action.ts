import type { Command } from 'commander';
import { Context } from './context';
import { environment } from './environment';

/** A command's work as commander calls it: arguments, options, and last the command itself, which becomes the context. */
export function action<Given extends unknown[]>(
  work: (context: Context, ...given: Given) => Promise<void>,
): (...given: unknown[]) => Promise<void> {
  return async (...all) => {
    const command = all.pop() as Command; // commander puts it last
    await work(new Context(command, environment()), ...(all as Given)); // what the command declares
  };
}

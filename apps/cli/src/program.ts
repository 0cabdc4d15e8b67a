import { Command } from 'commander';
import { apiKeyCommand } from './commands/api-key';
import { connectionsCommand } from './commands/connections';
import { deadLettersCommand } from './commands/dead-letters';
import { deliveriesCommand } from './commands/deliveries';
import { doctorCommand } from './commands/doctor';
import { explainCommand } from './commands/explain';
import { keysCommand } from './commands/keys';
import { republishCommand } from './commands/republish';
import { runsCommand } from './commands/runs';
import { syncCommand } from './commands/sync';

const AFTER = `
Exit codes: 0 done; 1 refused, or ended badly; 2 the command line makes no sense; 3 nobody answers, or not to us.
Without --url and --api-key (HALOSYNC_URL, HALOSYNC_API_KEY) it works on the line that npm start runs in this folder.`;

/** The whole command line. Throws instead of ending the process. */
export function createProgram(): Command {
  const program = new Command('halosync')
    .description('Works a Halosync from the command line, over its REST API.')
    .option('--url <address>', 'of the gateway (HALOSYNC_URL)')
    .option('--api-key <key>', 'an API key (HALOSYNC_API_KEY)')
    .option('--json', 'answers as JSON, for programs')
    .showHelpAfterError('(halosync help tells more)')
    .addHelpText('after', AFTER);
  for (const command of [
    connectionsCommand(),
    syncCommand(),
    runsCommand(),
    deliveriesCommand(),
    deadLettersCommand(),
    republishCommand(),
    explainCommand(),
    keysCommand(),
    apiKeyCommand(),
    doctorCommand(),
  ])
    program.addCommand(command);
  for (const command of withChildren(program)) command.exitOverride();
  return program;
}

/** A command and all below it. */
export function withChildren(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withChildren)];
}

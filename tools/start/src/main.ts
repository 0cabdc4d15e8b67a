import { Command, InvalidArgumentError } from 'commander';
import { DataDirectory } from './data-directory';
import { startEnvironment } from './environment';
import { Interruption } from './interruption';
import { AlreadyRunning, Lock } from './lock';
import { runEverything, type StartFlags } from './run-everything';
import { Screen } from './screen';

interface Options extends StartFlags {
  readonly reset: boolean;
}

const program = new Command('npm start --')
  .description(
    'Starts Halosync with everything it needs, and a simulated Halo as the demo tenant. Ctrl-C stops it all.',
  )
  .option('--once', 'run the demo to its end, check that all is complete, and exit (0 if so)', false)
  .option('--no-demo', 'start without the simulator and the demo connection')
  .option('--tickets <n>', 'how many tickets the simulated Halo has', positive)
  .option('--reset', 'delete all data of this data directory (HALOSYNC_DATA_DIR or .data) and exit', false)
  .action(start);

async function start(options: Options): Promise<void> {
  const root = process.cwd(); // the bootstrap made it the repository
  const environment = startEnvironment(root);
  const data = new DataDirectory(environment.dataDir);
  const screen = new Screen(process.stdout);
  await data.open();
  const lock = await Lock.take(data.file('lock'));
  try {
    if (options.reset) {
      await data.reset(environment.all);
      screen.line(`All data in ${data.path} is deleted.`);
      return;
    }
    const sayStopping = (): void => {
      screen.settle(['', 'Stopping … (Ctrl-C again kills)']);
    };
    const interruption = new Interruption(sayStopping, environment.isUnderNpm);
    process.exitCode = await runEverything({ root, flags: options, environment, data, screen, interruption });
  } finally {
    await lock.release();
  }
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return value;
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && error.cause instanceof Error && !(error instanceof AlreadyRunning))
    console.error(error.cause.message);
  process.exitCode = 1;
}
// A download that was interrupted may still run: it must not hold us.
process.exit();

import { parseSimulatorConfig, processEnvironment } from './simulator.config';
import { startSimulator } from './start-simulator';

const STOP_WITHIN_MS = 2500;

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function main(): Promise<void> {
  const config = parseSimulatorConfig(processEnvironment, Date.now());
  const simulator = await startSimulator(config);
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    say({ msg: 'stopping', reason });
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (config.supervised) {
    process.stdin.resume();
    process.stdin.once('end', () => {
      stop('stdin ended');
    });
  }
  say({ msg: 'listening', url: simulator.url });
}

main().catch((error: unknown) => {
  say({ msg: 'failed', error: error instanceof Error ? error.message : 'unknown' });
  process.exitCode = 1;
});

import { setTimeout as sleep } from 'node:timers/promises';
import type { RunView } from '@halosync/contracts';
import type { Context } from './context';
import { Unsuccessful } from './failures';
import { progressLines } from './progress-lines';

const POLL_MS = 1_000;
const GOOD: readonly RunView['state'][] = ['complete', 'complete_with_exceptions'];

/** Shows a run's progress until it ends. @throws Unsuccessful where it ends otherwise than complete. */
export async function watchRun(context: Context, id: string): Promise<void> {
  const isScreen = process.stderr.isTTY && !context.isJson;
  let drawn = '';
  for (;;) {
    const run = (await context.api.get(`/api/v1/runs/${id}`)) as RunView; // as the API document says
    const lines = progressLines(run).join('\n');
    if (lines !== drawn && !context.isJson) {
      // Over the lines of before, where that is possible.
      const up = isScreen && drawn !== '' ? `\u001B[${String(drawn.split('\n').length)}A\u001B[0J` : '';
      process.stderr.write(`${up}${lines}\n`);
      drawn = lines;
    }
    if (run.endedAt !== null) {
      context.print(run, () => `${run.mode}: ${run.state}`);
      if (!GOOD.includes(run.state)) throw new Unsuccessful(`The run ended ${run.state}.`);
      return;
    }
    await sleep(POLL_MS);
  }
}

// `npm run model:budget`: the budget in simulated time against every kind of limiter, as a table.
import { parseArgs } from 'node:util';
import { controlRows, limiterRows, type LimiterRow } from './limiter-table';
import { WINDOW_MS } from './world';

const HEAD = ['Halo counts by', 'load', 'calls', '429s', 'use', 'fullest', 'a person waited'];
const WIDTHS = [32, 33, 7, 6, 9, 9, 17];

function print(rows: readonly LimiterRow[]): void {
  console.log(line(HEAD));
  for (const { limiter, load, calls, refused, use, fullest, consoleWaitMs } of rows) {
    const cells = [limiter, load, calls, refused, `${(use * 100).toFixed(2)} %`, fullest];
    console.log(line([...cells.map(String), `≤ ${(consoleWaitMs / 1_000).toFixed(1)} s`]));
  }
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, place) => (place < 2 ? cell.padEnd(WIDTHS[place] ?? 0) : cell.padStart(WIDTHS[place] ?? 0)))
    .join('');
}

const { values } = parseArgs({ options: { windows: { type: 'string' }, seed: { type: 'string' } } });
const [windows, seed] = [Number(values.windows ?? 12), Number(values.seed ?? 1)];
const minutes = (windows * WINDOW_MS) / 60_000;
console.log(
  `450 requests per 5 minutes, ${String(minutes)} minutes of simulated time each, three replicas, a kill each 100 s or so,\n` +
    `latency up to 0.7 s and for one call in twenty up to 5 s, clocks up to 100 ppm off; seed ${String(seed)}.\n`,
);
const rows = limiterRows(windows, seed);
print(rows);
console.log('\nWith a mechanism left out, which has to be refused:\n');
const broken = controlRows(windows, seed);
print(broken);
const isRight =
  rows.every(({ refused, use }) => refused === 0 && use >= 0.99) && broken.every(({ refused }) => refused > 0);
console.log(isRight ? '\nNo 429, and at least 99 % used, in every row of the first table.' : '\nNOT as it has to be.');
process.exitCode = isRight ? 0 : 1;

import { parseArgs } from 'node:util';

/** The parts of the benchmark, in the order in which they run. */
export const GROUPS = ['ingress', 'sink', 'upsert', 'latency'] as const;
export type Group = (typeof GROUPS)[number];

export interface BenchArguments {
  readonly groups: readonly Group[];
  readonly rounds: number;
  readonly help: boolean;
}

/** A median of fewer rounds is for a look while one works; only this many are written down. */
export const ROUNDS_TO_WRITE = 5;

/** `--only ingress,sink --rounds 3`. @throws where an argument makes no sense. */
export function benchArguments(args: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, rounds: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  const asked = values.only?.split(',').map((name) => name.trim());
  for (const name of asked ?? []) {
    if (!GROUPS.some((group) => group === name))
      throw new Error(`There is no part called "${name}". --only takes ${GROUPS.join(', ')}.`);
  }
  const rounds = Number(values.rounds ?? ROUNDS_TO_WRITE);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds wants a whole number above 0.');
  return { groups: GROUPS.filter((group) => asked?.includes(group) ?? true), rounds, help: values.help };
}

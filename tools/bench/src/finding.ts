import { spread, type Spread } from './spread';

export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** One line of the result: what was measured in each round, and what it should be. */
export interface Finding {
  readonly what: string;
  readonly unit: '×' | 'ms';
  readonly target: Target;
  readonly perRound: readonly number[];
  /** What lies behind the figure, for people. */
  readonly sides: string;
}

/** One of the two that are compared. */
export interface Side {
  readonly name: string;
  readonly unit: string;
  readonly perRound: readonly number[];
}

/**
 * Ours by the peer's, round by round: both of one round had the same minute of the same machine, so that what else ran
 * there cancels out.
 */
export function ratio(what: string, target: Target, ours: Side, peer: Side): Finding {
  if (ours.perRound.length !== peer.perRound.length) throw new Error(`${what}: a side lacks a round`);
  return {
    what,
    unit: '×',
    target,
    perRound: ours.perRound.map((value, round) => value / (peer.perRound[round] ?? Number.NaN)),
    sides: [ours, peer].map(described).join('; '),
  };
}

export function isReached({ target, perRound }: Finding): boolean {
  const { median } = spread(perRound);
  return 'atLeast' in target ? median >= target.atLeast : median <= target.atMost;
}

/** Three digits that count: 12,300; 4.56; 0.512. */
export function figure(value: number): string {
  if (value >= 1_000) return Math.round(Number(value.toPrecision(3))).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

export function described({ name, unit, perRound }: Side): string {
  const { median, min, max }: Spread = spread(perRound);
  return `${name} ${figure(median)} ${unit} (${figure(min)}–${figure(max)})`;
}

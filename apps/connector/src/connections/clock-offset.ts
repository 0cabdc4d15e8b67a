/** One answer of Halo's, between two moments of the database. */
export interface DatedAnswer {
  readonly validFrom: Date;
  readonly knownAt: Date;
  /** Its `Date` header. */
  readonly date: string | undefined;
}

// The header counts whole seconds, downwards.
const RESOLUTION_MS = 1_000;

/**
 * How far Halo's clock is ahead of the database's, in ms; negative where it is behind, 0 where it may well be right. Each
 * answer says between which bounds, and all of them together say it best. Null where no answer bears a date.
 */
export function clockOffsetMs(answers: readonly DatedAnswer[]): number | null {
  const bounds = answers
    .map(({ validFrom, knownAt, date }) => ({
      from: validFrom.getTime(),
      to: knownAt.getTime(),
      at: Date.parse(date ?? ''),
    }))
    .filter(({ at }) => !Number.isNaN(at));
  if (bounds.length === 0) return null;
  const least = Math.max(...bounds.map(({ at, to }) => at - to));
  const most = Math.min(...bounds.map(({ at, from }) => at + RESOLUTION_MS - from));
  // Two servers that disagree leave nothing between: then it is somewhere there.
  return least <= 0 && most >= 0 ? 0 : Math.round((least + most) / 2);
}

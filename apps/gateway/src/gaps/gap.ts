/** A span in which webhooks of a connection may have been lost. */
export interface Gap {
  readonly connectionId: string;
  readonly generation: number;
  readonly from: Date;
  readonly to: Date;
  readonly reason: string;
}

// Failures come in rows; what lies closer together than this is one gap.
const SLACK_MS = 30_000;

/** Gaps of one connection that overlap, or nearly do, are one. */
export function mergeGaps(gaps: readonly Gap[]): Gap[] {
  const merged: Gap[] = [];
  const sorted = [...gaps].sort(
    (a, b) => a.connectionId.localeCompare(b.connectionId) || a.from.getTime() - b.from.getTime(),
  );
  for (const gap of sorted) {
    const last = merged.at(-1);
    if (
      last === undefined ||
      last.connectionId !== gap.connectionId ||
      gap.from.getTime() - last.to.getTime() > SLACK_MS
    ) {
      merged.push(gap);
      continue;
    }
    merged[merged.length - 1] = {
      ...last,
      generation: Math.max(last.generation, gap.generation),
      to: gap.to > last.to ? gap.to : last.to,
      reason: last.reason.includes(gap.reason) ? last.reason : `${last.reason}, ${gap.reason}`,
    };
  }
  return merged;
}

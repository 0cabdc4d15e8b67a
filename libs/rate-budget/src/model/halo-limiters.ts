/** How many of the arrivals (ascending, ms) a server with such a limiter refuses. */
type Limiter = (arrivals: readonly number[], limit: number, windowMs: number) => number;

/** Counts the last window's arrivals, refused ones too or not: nothing is known of Halo's but that the window rolls. */
export const rollingCountingAll: Limiter = (arrivals, limit, windowMs) =>
  arrivals.filter((at, place) => {
    const other = arrivals[place - limit];
    return other !== undefined && at - other < windowMs;
  }).length;

export const rollingCountingAccepted: Limiter = (arrivals, limit, windowMs) => {
  const accepted: number[] = [];
  for (const at of arrivals) {
    const other = accepted[accepted.length - limit];
    if (other === undefined || at - other >= windowMs) accepted.push(at);
  }
  return arrivals.length - accepted.length;
};

export const fixedWindow =
  (phaseMs: number): Limiter =>
  (arrivals, limit, windowMs) => {
    const counts = new Map<number, number>();
    for (const at of arrivals) {
      const window = Math.floor((at + phaseMs) / windowMs);
      counts.set(window, (counts.get(window) ?? 0) + 1);
    }
    return [...counts.values()].reduce((refused, count) => refused + Math.max(0, count - limit), 0);
  };

/** Holds `share` of the limit and refills evenly. */
export const tokenBucket =
  (share: number): Limiter =>
  (arrivals, limit, windowMs) => {
    const size = Math.max(1, limit * share);
    let [tokens, filledAt, refused] = [size, 0, 0];
    for (const at of arrivals) {
      tokens = Math.min(size, tokens + ((at - filledAt) * limit) / windowMs);
      filledAt = at;
      // Sums of fractions: a token that is there but for the last bit counts.
      if (tokens >= 1 - 1e-6) tokens -= 1;
      else refused += 1;
    }
    return refused;
  };

/** Two fixed windows, the older one weighted by how much of it still lies within the last window. */
export const weightedCounter =
  (phaseMs: number): Limiter =>
  (arrivals, limit, windowMs) => {
    let [window, current, previous, refused] = [-1, 0, 0, 0];
    for (const at of arrivals) {
      const here = Math.floor((at + phaseMs) / windowMs);
      if (here !== window) {
        previous = here === window + 1 ? current : 0;
        [window, current] = [here, 0];
      }
      const weight = 1 - (at + phaseMs - here * windowMs) / windowMs;
      if (Math.floor(previous * weight) + current < limit) current += 1;
      else refused += 1;
    }
    return refused;
  };

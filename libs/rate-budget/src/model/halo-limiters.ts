/**
 * A limiter as Halo's may be built: made for a limit, it is told of each arrival (ms by Halo's clock, ascending) and says
 * whether it refuses it. Halo documents none of them.
 */
export type Limiter = (limit: number, windowMs: number) => (at: number) => boolean;

/** Counts the last window's arrivals, refused ones too. */
export const rollingCountingAll: Limiter = (limit, windowMs) => {
  const arrivals: number[] = [];
  return (at) => {
    const other = arrivals[arrivals.length - limit];
    arrivals.push(at);
    return other !== undefined && at - other < windowMs;
  };
};

/** Counts those that it let in. */
export const rollingCountingAccepted: Limiter = (limit, windowMs) => {
  const accepted: number[] = [];
  return (at) => {
    const other = accepted[accepted.length - limit];
    if (other !== undefined && at - other < windowMs) return true;
    accepted.push(at);
    return false;
  };
};

export const fixedWindow =
  (phaseMs: number): Limiter =>
  (limit, windowMs) => {
    let [window, count] = [-1, 0];
    return (at) => {
      const here = Math.floor((at + phaseMs) / windowMs);
      if (here !== window) [window, count] = [here, 0];
      count += 1;
      return count > limit;
    };
  };

/** Holds `share` of the limit and refills evenly. */
export const tokenBucket =
  (share: number): Limiter =>
  (limit, windowMs) => {
    const size = Math.max(1, limit * share);
    let [tokens, filledAt] = [size, 0];
    return (at) => {
      tokens = Math.min(size, tokens + ((at - filledAt) * limit) / windowMs);
      filledAt = at;
      // Sums of fractions: a token that is there but for the last bit counts.
      if (tokens < 1 - 1e-6) return true;
      tokens -= 1;
      return false;
    };
  };

/** Two fixed windows, the older one weighted by how much of it still lies within the last window. */
export const weightedCounter =
  (phaseMs: number): Limiter =>
  (limit, windowMs) => {
    let [window, current, previous] = [-1, 0, 0];
    return (at) => {
      const here = Math.floor((at + phaseMs) / windowMs);
      if (here !== window) {
        previous = here === window + 1 ? current : 0;
        [window, current] = [here, 0];
      }
      const weight = 1 - (at + phaseMs - here * windowMs) / windowMs;
      if (Math.floor(previous * weight) + current >= limit) return true;
      current += 1;
      return false;
    };
  };

/** How many of these arrivals such a limiter would refuse. */
export function refusalsOf(limiter: Limiter, arrivals: readonly number[], limit: number, windowMs: number): number {
  const refuses = limiter(limit, windowMs);
  return arrivals.filter((at) => refuses(at)).length;
}

import { z } from 'zod';
import { matches } from './fault-match';
import type { Target } from './fault-match';

export const FAULT_KINDS = [
  'status', // that status with a body of `body` kind
  'html', // HTML where JSON is due; 200 unless `status` says otherwise
  'slow', // the true answer after delayMs
  'trickle', // the true answer, one byte per delayMs
  'cut', // the true answer, cut in the middle
  'wrong-length', // a Content-Length that is not that of the body
  'hang', // no answer
  'reset', // the connection is closed before anything is done
  'reset-after', // … after the call has taken effect
  'token-expired', // 401 without a body
  'redirect', // to `location`
  'gzip-bomb', // 200 with a small body that inflates to 64 MiB
  'empty', // 200 without a body
  'garbage', // 200 `application/json` that is not JSON
  'wrong-type', // 200 with JSON that is not Halo's
  'deep', // 200 with JSON nested 100,000 deep
  'huge', // 200 with 40 MiB of JSON
] as const;

export const faultSchema = z.strictObject({
  match: z
    .strictObject({
      /** `/api/tickets` with what is below it, `*` for anything, or a regular expression that starts with `^`. */
      path: z.string().optional(),
      method: z.string().optional(),
      /** An entity, or `token`, `authinfo`, `webhook`, `notification`. */
      entity: z.string().optional(),
      scope: z.enum(['collection', 'record']).optional(),
      id: z.int().optional(),
      /** Regular expression on the query text. */
      query: z.string().optional(),
    })
    .prefault({}),
  kind: z.enum(FAULT_KINDS),
  status: z.int().min(100).max(599).optional(),
  body: z.enum(['html', 'json', 'text', 'dotnet', 'result-code', 'model-state', 'empty']).optional(),
  delayMs: z.number().min(0).optional(),
  location: z.string().optional(),
  retryAfter: z.string().optional(),
  /** Good for so many calls; without it until cleared. */
  times: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
});
export type Fault = z.output<typeof faultSchema>;

export interface BookedFault extends Fault {
  readonly id: string;
  readonly hits: number;
}

/** The REST faults that were asked for, first come first served. */
export class FaultBook {
  private readonly faults = new Map<string, BookedFault>();
  private lastId = 0;

  book(fault: Fault): BookedFault {
    this.lastId += 1;
    const booked = { ...fault, id: `fault-${String(this.lastId)}`, hits: 0 };
    this.faults.set(booked.id, booked);
    return booked;
  }

  list(): readonly BookedFault[] {
    return [...this.faults.values()];
  }

  get(id: string): BookedFault | undefined {
    return this.faults.get(id);
  }

  /** The fault that this call meets; used up ones stay listed, with their hits. */
  strike(target: Target): BookedFault | undefined {
    for (const fault of this.faults.values()) {
      if (fault.times !== undefined && fault.hits >= fault.times) continue;
      if (!matches(fault.match, target) || Math.random() >= (fault.probability ?? 1)) continue;
      const struck = { ...fault, hits: fault.hits + 1 };
      this.faults.set(fault.id, struck);
      return struck;
    }
    return undefined;
  }

  clear(id?: string): boolean {
    if (id !== undefined) return this.faults.delete(id);
    this.faults.clear();
    return true;
  }
}

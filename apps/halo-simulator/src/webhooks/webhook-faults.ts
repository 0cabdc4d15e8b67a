import { z } from 'zod';

const probability = z.number().min(0).max(1);

/** What goes wrong between Halo's queue and the receiver. Retries are not documented: none by default (our choice). */
export const webhookFaultsSchema = z.strictObject({
  drop: probability.default(0),
  duplicate: probability.default(0),
  delayMs: z
    .tuple([z.number().min(0), z.number().min(0)])
    .nullable()
    .default(null),
  /** Held back for `reorderMs`, so that later ones overtake it. */
  reorder: probability.default(0),
  reorderMs: z.number().min(0).default(500),
  retries: z.int().min(0).default(0),
  retryDelayMs: z.number().min(0).default(1000),
  /** Queued but not sent until released. */
  hold: z.boolean().default(false),
});
export type WebhookFaults = z.output<typeof webhookFaultsSchema>;

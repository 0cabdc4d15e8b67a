import type { Arrivals } from './faults/arrivals';
import type { FaultBook } from './faults/fault-book';
import type { RateLimiter } from './faults/rate-limiter';
import type { Settings } from './faults/settings';
import type { Census } from './generate/census';
import type { Life } from './life/life';
import type { Tokens } from './rest/tokens';
import type { Dispatch } from './webhooks/dispatch';
import type { WebhookShelf } from './webhooks/webhook-shelf';
import type { HaloClock } from './world/halo-clock';
import type { World } from './world/world';

/** The parts of one simulated Halo, handed to whoever answers a call. */
export interface Halo {
  readonly tenant: string;
  readonly census: Census;
  readonly clock: HaloClock;
  readonly settings: Settings;
  readonly world: World;
  readonly limiter: RateLimiter;
  readonly arrivals: Arrivals;
  readonly faults: FaultBook;
  readonly tokens: Tokens;
  readonly webhooks: WebhookShelf;
  readonly dispatch: Dispatch;
  readonly life: Life;
}

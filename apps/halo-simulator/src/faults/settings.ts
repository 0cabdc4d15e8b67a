import { z } from 'zod';
import { profileSchema } from './profile';
import type { Profile } from './profile';
import type { Shelves } from '../world/shelves';

export const limiterSchema = z.strictObject({
  enabled: z.boolean(),
  requests: z.int().min(1),
  windowSeconds: z.number().positive(),
  /** No report ever quoted a Retry-After; `absurd` sends values that no client should obey. */
  retryAfter: z.union([z.boolean(), z.literal('absurd')]),
  body: z.enum(['json', 'text']),
  /** Unknown whether refused calls use up the window; our choice is that they do not. */
  countRefused: z.boolean(),
  /** Somebody else who shares the limit: so many calls per window, evenly spread. They count and are in no ledger of ours. */
  otherIntegration: z
    .strictObject({ requests: z.int().min(1) })
    .nullable()
    .default(null),
});
export type LimiterSettings = z.output<typeof limiterSchema>;

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface SettingDefaults {
  readonly limiter: LimiterSettings;
  readonly credentials: Credentials;
}

const SHELF = 'settings';

/** Everything that can be switched while it runs; kept, so that a restart is the same Halo. */
export class Settings {
  profile: Profile;
  limiter: LimiterSettings;
  credentials: Credentials;
  private shelves: Shelves | undefined;

  constructor(private readonly defaults: SettingDefaults) {
    this.profile = profileSchema.parse({});
    this.limiter = defaults.limiter;
    this.credentials = defaults.credentials;
  }

  /** Takes what an earlier run switched. */
  keepOn(shelves: Shelves): void {
    this.shelves = shelves;
    const profile = profileSchema.safeParse(shelves.get(SHELF, 'profile') ?? {});
    if (profile.success) this.profile = profile.data;
    const limiter = limiterSchema.safeParse(shelves.get(SHELF, 'limiter'));
    if (limiter.success) this.limiter = limiter.data;
    const credentials = shelves.get(SHELF, 'credentials');
    if (credentials !== undefined) this.credentials = credentials as Credentials; // written by setCredentials alone
  }

  patchProfile(patch: Readonly<Record<string, unknown>>): Profile {
    return this.keepProfile(profileSchema.parse(mergeOneDeep(this.profile, patch)));
  }

  /** These switches over the standard behaviour, whatever was switched before. */
  takeProfile(switches: Readonly<Record<string, unknown>>): Profile {
    return this.keepProfile(profileSchema.parse(switches));
  }

  resetProfile(): Profile {
    this.profile = profileSchema.parse({});
    this.shelves?.remove(SHELF, 'profile');
    return this.profile;
  }

  patchLimiter(patch: Readonly<Record<string, unknown>>): LimiterSettings {
    this.limiter = limiterSchema.parse({ ...this.limiter, ...patch });
    this.shelves?.set(SHELF, 'limiter', this.limiter);
    return this.limiter;
  }

  resetLimiter(): LimiterSettings {
    this.limiter = this.defaults.limiter;
    this.shelves?.remove(SHELF, 'limiter');
    return this.limiter;
  }

  setCredentials(credentials: Partial<Credentials>): Credentials {
    this.credentials = { ...this.credentials, ...credentials };
    this.shelves?.set(SHELF, 'credentials', this.credentials);
    return this.credentials;
  }

  private keepProfile(profile: Profile): Profile {
    this.profile = profile;
    this.shelves?.set(SHELF, 'profile', profile);
    return profile;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mergeOneDeep(base: Readonly<Record<string, unknown>>, patch: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries({ ...base, ...patch }).map(([name, value]) => {
      const held = base[name];
      return [name, isObject(held) && isObject(value) ? { ...held, ...value } : value];
    }),
  );
}

import type { Secret } from '@halosync/config';

/** The five values of a connection, as Halo shows them. The URLs are normalised (`normaliseUrl`). */
export interface ConnectionValues {
  readonly authUrl: string;
  readonly resourceUrl: string;
  /** Empty on premise. */
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

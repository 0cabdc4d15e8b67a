import type { Secret } from '@halosync/config';
import type { EntityName } from '@halosync/contracts';

/** What a call is for; the ledger shows it. */
export type HaloCallKind = 'token' | 'authinfo' | 'list' | 'ids' | 'record' | 'webhook';

/** One request to Halo. Secrets stay `Secret` until the bytes are written, so that a call can be logged as it is. */
export interface HaloCall {
  readonly kind: HaloCallKind;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string | Secret>>;
  readonly body?: string | Secret;
  readonly entity?: EntityName;
  readonly haloId?: number;
  /** For the whole exchange, from the connection to the last byte. */
  readonly timeoutMs?: number;
  /** Gives up early, also while the call still waits for its turn; the reason is then what is thrown. */
  readonly signal?: AbortSignal;
}

/** One answer, whatever its status: a 404 and a 500 are values, only a missing answer is an error. */
export interface Exchange {
  readonly status: number;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed. */
  readonly body: Uint8Array;
  /** From the start of the call to the end of the body. */
  readonly ms: number;
}

/** How every function of this library calls Halo: the connector takes a slot of the budget, calls, writes its ledger. */
export type Send = (call: HaloCall) => Promise<Exchange>;

/** Where and as whom the REST API is called. */
export interface HaloApi {
  /** Normalised, without a slash at its end. */
  readonly resourceUrl: string;
  readonly token: Secret;
  readonly send: Send;
}

/** What a rotation of the master keys did in one program's tables. */
export interface KeyRotation {
  /** The first master key, under which all data keys are now. */
  readonly keyId: string;
  /** Data keys that were under an older one. */
  readonly rewrapped: number;
  /** Data keys that were under the first one already. */
  readonly kept: number;
}

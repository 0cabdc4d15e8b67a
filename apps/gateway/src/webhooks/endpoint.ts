/** What is checked beside the token, where the connection asks for it. */
export interface WebhookCredential {
  readonly type: 'basic' | 'header';
  /** The user name, or the name of the header in lower case. */
  readonly name: string;
  readonly digest: Buffer;
}

/** A callback URL that works now. */
export interface Endpoint {
  readonly connectionId: string;
  readonly generation: number;
  readonly digest: Buffer;
  readonly isPayloadWhole: boolean;
  /** None: the token alone is enough. Two while an old secret still works. */
  readonly credentials: readonly WebhookCredential[];
}

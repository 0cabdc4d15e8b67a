import { DerivedKeys } from '@halosync/keys';

/** What the gateway needs a key for; each use has one of its own. */
export type KeyUse = 'webhook-token' | 'webhook-digest' | 'webhook-credential' | 'sign-in-attempt';

/** The gateway's keys, derived from its root key. */
export class GatewayKeys extends DerivedKeys<KeyUse> {
  constructor(root: Buffer) {
    super(root, 'gateway');
  }
}

import type { RoleName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { FastifyRequest } from 'fastify';

/** Who makes a request. */
export interface Identity {
  readonly via: 'session' | 'api-key';
  /** The account's e-mail address, or the key's name. */
  readonly name: string;
  readonly email: string | null;
  readonly role: RoleName;
  readonly expiresAt: Date | null;
}

const identities = new WeakMap<object, Identity>();

export function setIdentity(request: FastifyRequest, identity: Identity): void {
  identities.set(request, identity);
}

/** @throws AppError where the guard let nobody in: a route that is public has no identity. */
export function identityOf(request: FastifyRequest): Identity {
  const identity = identities.get(request);
  if (identity === undefined) throw new AppError('unauthenticated', 'Sign in first.');
  return identity;
}

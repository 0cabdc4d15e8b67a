import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError } from '@halosync/errors';
import { ROLE_KEY } from '@halosync/service-host';
import type { FastifyRequest } from 'fastify';
import { Authenticator } from './authenticator';
import { setIdentity } from './identity';
import { OwnOrigin } from './own-origin';
import type { RouteRole } from './role';
import { mayActAs } from './role';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets in who may. A route without a role lets in nobody. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly origin: OwnOrigin,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const asked = this.reflector.getAllAndOverride<RouteRole | undefined>(ROLE_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (asked === 'public') return true;
    if (asked === undefined) throw new AppError('forbidden', 'This call says of nobody that he may make it.');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const identity = await this.authenticator.identify(request.headers);
    if (identity === null)
      throw new AppError('unauthenticated', 'Sign in first, or send an API key as a bearer token.');
    // A browser sends the cookie along whoever made the page; a key is never sent by itself.
    if (identity.via === 'session' && !READING.has(request.method) && !this.origin.isOwn(request.headers)) {
      throw new AppError('forbidden', 'Writes by cookie are taken only from our own pages.');
    }
    if (!mayActAs(identity.role, asked))
      throw new AppError('forbidden', `Your role is ${identity.role}; this needs ${asked}.`);
    setIdentity(request, identity);
    return true;
  }
}

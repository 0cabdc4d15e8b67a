import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { sessionSchema, setupSchema, signInSchema } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Operation } from '../openapi/operation';
import { validated } from '../requests/validated.pipe';
import { FirstAdministrator } from './first-administrator';
import type { Identity } from './identity';
import { identityOf } from './identity';
import { OwnOrigin } from './own-origin';
import { Role } from './role';
import { SessionCookie } from './session-cookie';
import { SESSION_SECONDS, Sessions } from './sessions';
import { SignIn } from './sign-in';

type SessionView = z.output<typeof sessionSchema>;

/** Signing in and out, and the first administrator. */
@Controller('api/v1')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly first: FirstAdministrator,
    private readonly origin: OwnOrigin,
  ) {}

  @Post('session')
  @HttpCode(200)
  @Role('public')
  @Operation({ tag: 'Session', summary: 'Sign in', body: signInSchema, answers: { 200: sessionSchema } })
  async create(
    @Body(validated(signInSchema)) body: z.output<typeof signInSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    this.#refuseForeignPages(request);
    const account = await this.signIn.check(body.email, body.password, request.ip);
    return this.#open(account.id, request, reply);
  }

  @Get('session')
  @Role('viewer')
  @Operation({ tag: 'Session', summary: 'Who am I', answers: { 200: sessionSchema } })
  read(@Req() request: FastifyRequest): SessionView {
    return view(identityOf(request));
  }

  @Delete('session')
  @HttpCode(204)
  @Role('viewer')
  @Operation({ tag: 'Session', summary: 'Sign out', answers: { 204: null } })
  async remove(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = this.cookie.read(request.headers);
    if (token !== null) await this.sessions.close(token);
    void reply.header('set-cookie', this.cookie.clear());
  }

  @Post('setup')
  @Role('public')
  @Operation({
    tag: 'Session',
    summary: 'Create the first administrator, once',
    body: setupSchema,
    answers: { 201: sessionSchema },
  })
  async setUp(
    @Body(validated(setupSchema)) body: z.output<typeof setupSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    this.#refuseForeignPages(request);
    const accountId = await this.first.setUp(body.token, body.email, body.password);
    return this.#open(accountId, request, reply);
  }

  async #open(accountId: string, request: FastifyRequest, reply: FastifyReply): Promise<SessionView> {
    const earlier = this.cookie.read(request.headers);
    if (earlier !== null) await this.sessions.close(earlier);
    const token = await this.sessions.open(accountId);
    const identity = await this.sessions.identify(token);
    if (identity === null) throw new AppError('internal', 'A session that was just opened is not there.');
    void reply.header('set-cookie', this.cookie.set(token, SESSION_SECONDS));
    return view(identity);
  }

  /** Another site must not sign somebody in under an account of its own. */
  #refuseForeignPages(request: FastifyRequest): void {
    if (this.origin.isForeign(request.headers)) throw new AppError('forbidden', 'Sign in on our own pages.');
  }
}

function view(identity: Identity): SessionView {
  const { name, email, role, via, expiresAt } = identity;
  return { name, email, role, via, expiresAt: expiresAt?.toISOString() ?? null };
}

import { Controller, Get, Header, HttpStatus, Res, SetMetadata } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Metrics } from '@halosync/observability';
import { Health } from './health';

/** A route's role; the gateway's guard refuses routes without one. `public` needs no sign-in. */
export const ROLE_KEY = 'halosync:role';

/** The three pages that every program has. */
@Controller()
@SetMetadata(ROLE_KEY, 'public')
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  async live(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.health.live();
    await reply.status(report.status === 'ok' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).send(report);
  }

  @Get('health/ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.health.ready();
    await reply.status(report.status === 'ok' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).send(report);
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  async metricsPage(): Promise<string> {
    return this.metrics.page();
  }
}

import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { ConnectionView, connectorProto } from '@halosync/contracts';
import { connectionSchema } from '@halosync/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { identityOf } from '../accounts/identity';
import { Role } from '../accounts/role';
import { Operation } from '../openapi/operation';
import { ConnectorClient } from '../peers/connector.client';
import { Connections } from './connections';
import { etag } from './if-match';

/** Stopping a connection for a while, and going on without a gap. */
@Controller('api/v1/connections/:id')
@Role('operator')
export class PausingController {
  constructor(
    private readonly connections: Connections,
    private readonly connector: ConnectorClient,
  ) {}

  @Post('pause')
  @HttpCode(200)
  @Operation({
    tag: 'Connections',
    summary: 'Ask nothing of Halo until resumed; webhooks are taken all the same',
    answers: { 200: connectionSchema },
  })
  async pause(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionView> {
    const { id: connectionId } = await this.connections.find(id);
    return this.#answer(await this.connector.pause(connectionId), request, reply);
  }

  @Post('resume')
  @HttpCode(200)
  @Operation({
    tag: 'Connections',
    summary: 'Go on; what changed in between is made up for',
    answers: { 200: connectionSchema },
  })
  async resume(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionView> {
    const { id: connectionId } = await this.connections.find(id);
    return this.#answer(await this.connector.resume(connectionId), request, reply);
  }

  async #answer(
    held: connectorProto.Connection,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<ConnectionView> {
    void reply.header('etag', etag(held.version));
    return this.connections.view(held, identityOf(request).role);
  }
}

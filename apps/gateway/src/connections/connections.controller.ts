import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { ConnectionView } from '@halosync/contracts';
import {
  connectionListSchema,
  connectionSchema,
  createConnectionSchema,
  deleteQuery,
  deletedConnectionSchema,
  rotatedUrlSchema,
  testResultSchema,
  updateConnectionSchema,
} from '@halosync/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { identityOf } from '../accounts/identity';
import { Role } from '../accounts/role';
import { HaloWebhooks } from '../halo-webhook/halo-webhooks';
import { Operation } from '../openapi/operation';
import { ConnectorClient } from '../peers/connector.client';
import { validated } from '../requests/validated.pipe';
import type { WebhookAuthInput } from '../webhooks/credential-store';
import { CredentialStore } from '../webhooks/credential-store';
import { settingsOf } from './connection-view';
import { Connections } from './connections';
import { assertIfMatch, etag } from './if-match';
import { testResultView } from './test-result-view';
import { edited, isForConnector, newValues } from './values';

/** Connections to Halo. */
@Controller('api/v1/connections')
@Role('viewer')
export class ConnectionsController {
  constructor(
    private readonly connections: Connections,
    private readonly connector: ConnectorClient,
    private readonly credentials: CredentialStore,
    private readonly webhooks: HaloWebhooks,
  ) {}

  @Post()
  @Role('admin')
  @Operation({
    tag: 'Connections',
    summary: 'Save And Sync: tests, saves, starts the first sync',
    body: createConnectionSchema,
    headers: { 'Idempotency-Key': { required: false, description: 'Joins presses that belong together.' } },
    answers: { 201: connectionSchema, 200: connectionSchema },
  })
  async create(
    @Body(validated(createConnectionSchema)) body: z.output<typeof createConnectionSchema>,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionView> {
    const { name: askedBy, role } = identityOf(request);
    const webhookAuth = body.settings?.webhookAuth;
    if (webhookAuth !== undefined) await this.credentials.assertSettable(null, webhookAuth);
    const { connection, outcome } = await this.connector.save({
      values: newValues(body),
      settings: settingsOf(body.settings),
      idempotencyKey: (idempotencyKey ?? '').slice(0, 200),
      askedBy,
    });
    if (webhookAuth !== undefined) await this.#ask(connection.id, webhookAuth, askedBy);
    void reply.status(outcome === 'created' ? 201 : 200).header('etag', etag(connection.version));
    return this.connections.view(connection, role);
  }

  @Post('test')
  @HttpCode(200)
  @Role('admin')
  @Operation({
    tag: 'Connections',
    summary: 'The test alone; nothing is saved',
    body: createConnectionSchema,
    answers: { 200: testResultSchema },
  })
  async test(
    @Body(validated(createConnectionSchema)) body: z.output<typeof createConnectionSchema>,
    @Req() request: FastifyRequest,
  ): Promise<z.output<typeof testResultSchema>> {
    const settings = settingsOf(body.settings);
    const askedBy = identityOf(request).name;
    return testResultView(await this.connector.test({ values: newValues(body), settings, askedBy }));
  }

  @Get()
  @Operation({ tag: 'Connections', summary: 'List', answers: { 200: connectionListSchema } })
  async list(@Req() request: FastifyRequest): Promise<z.output<typeof connectionListSchema>> {
    return {
      items: await this.connections.views(await this.connector.list(), identityOf(request).role),
      nextCursor: null,
    };
  }

  @Get(':id')
  @Operation({ tag: 'Connections', summary: 'One', answers: { 200: connectionSchema } })
  async read(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionView> {
    const held = await this.connections.find(id);
    void reply.header('etag', etag(held.version));
    return this.connections.view(held, identityOf(request).role);
  }

  @Put(':id')
  @Role('admin')
  @Operation({
    tag: 'Connections',
    summary: 'Edit; a new secret is tried before it replaces the old one',
    body: updateConnectionSchema,
    headers: { 'If-Match': { required: true, description: 'The ETag that was read.' } },
    answers: { 200: connectionSchema },
  })
  async update(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body(validated(updateConnectionSchema)) body: z.output<typeof updateConnectionSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionView> {
    const { name: askedBy, role } = identityOf(request);
    const held = await this.connections.find(id);
    assertIfMatch(ifMatch, held.version);
    const webhookAuth = body.settings?.webhookAuth;
    if (webhookAuth !== undefined) await this.credentials.assertSettable(held.id, webhookAuth);
    // What is asked of webhooks concerns the gateway alone: it can be changed while Halo is away.
    const updated = isForConnector(body) ? await this.connector.update({ ...edited(held, body), askedBy }) : held;
    if (webhookAuth !== undefined) await this.#ask(held.id, webhookAuth, askedBy);
    void reply.header('etag', etag(updated.version));
    return this.connections.view(updated, role);
  }

  @Delete(':id')
  @Role('admin')
  @Operation({
    tag: 'Connections',
    summary: 'Disconnect; keeps the data unless told otherwise',
    query: deleteQuery,
    answers: { 200: deletedConnectionSchema },
  })
  async remove(
    @Param('id') id: string,
    @Query(validated(deleteQuery)) query: z.output<typeof deleteQuery>,
  ): Promise<z.output<typeof deletedConnectionSchema>> {
    const held = await this.connections.find(id);
    return { id: held.id, data: query.data, removed: await this.connections.disconnect(held, query.data === 'purge') };
  }

  @Post(':id/callback-url/rotate')
  @HttpCode(200)
  @Role('admin')
  @Operation({
    tag: 'Connections',
    summary: 'A new callback URL, told to our webhook in Halo where we may; the old one works 24 h more',
    answers: { 200: rotatedUrlSchema },
  })
  async rotate(@Param('id') id: string, @Req() request: FastifyRequest): Promise<z.output<typeof rotatedUrlSchema>> {
    const held = await this.connections.find(id);
    const { callbackUrl, previousWorksUntil } = await this.connections.rotate(held);
    const inHalo = await this.webhooks.follow(held.id, { askedBy: identityOf(request).name });
    return { callbackUrl, previousWorksUntil: previousWorksUntil.toISOString(), inHalo };
  }

  /** What webhooks are asked for from now on. Where Halo cannot be told, somebody types it there; until then both work. */
  async #ask(connectionId: string, auth: WebhookAuthInput, askedBy: string): Promise<void> {
    await this.credentials.set(connectionId, auth);
    void this.webhooks.follow(connectionId, { secret: auth.secret ?? null, askedBy });
  }
}

import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { apiKeyListSchema, createApiKeySchema, createdApiKeySchema } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Operation } from '../openapi/operation';
import { idFrom } from '../requests/id';
import { validated } from '../requests/validated.pipe';
import type { ApiKeyRow } from './api-keys';
import { ApiKeys } from './api-keys';
import { identityOf } from './identity';
import { Role } from './role';

type KeyView = z.output<typeof apiKeyListSchema>['items'][number];

/** Keys for scripts and BI tools. */
@Controller('api/v1/api-keys')
@Role('admin')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Get()
  @Operation({ tag: 'API keys', summary: 'List', answers: { 200: apiKeyListSchema } })
  async list(): Promise<z.output<typeof apiKeyListSchema>> {
    return { items: (await this.keys.list()).map(view), nextCursor: null };
  }

  @Post()
  @Operation({
    tag: 'API keys',
    summary: 'Make a key; it is shown this once',
    body: createApiKeySchema,
    answers: { 201: createdApiKeySchema },
  })
  async create(
    @Body(validated(createApiKeySchema)) body: z.output<typeof createApiKeySchema>,
    @Req() request: FastifyRequest,
  ): Promise<z.output<typeof createdApiKeySchema>> {
    const expiresAt = body.expiresAt === undefined ? null : new Date(body.expiresAt);
    const { row, key } = await this.keys.create({
      name: body.name,
      role: body.role,
      expiresAt,
      createdBy: identityOf(request).name,
    });
    return { ...view(row), key };
  }

  @Delete(':id')
  @HttpCode(204)
  @Operation({ tag: 'API keys', summary: 'Revoke', answers: { 204: null } })
  async revoke(@Param('id') id: string): Promise<void> {
    if (!(await this.keys.revoke(idFrom(id)))) throw new AppError('not_found', 'There is no such key.');
  }
}

function view(row: ApiKeyRow): KeyView {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { deadLetterListSchema, deadLetterQuery, replayedSchema } from '@halosync/contracts';
import type { z } from 'zod';
import { Role } from '../accounts/role';
import { Connections } from '../connections/connections';
import { Operation } from '../openapi/operation';
import { validated } from '../requests/validated.pipe';
import { letterIdFrom } from './dead-letter-view';
import { DeadLetters } from './dead-letters';

/** Copies that could not be taken. */
@Controller('api/v1')
@Role('operator')
export class DeadLettersController {
  constructor(
    private readonly connections: Connections,
    private readonly deadLetters: DeadLetters,
  ) {}

  @Get('connections/:id/dead-letters')
  @Role('viewer')
  @Operation({
    tag: 'Dead letters',
    summary: 'List with reasons, newest first',
    query: deadLetterQuery,
    answers: { 200: deadLetterListSchema },
  })
  async list(
    @Param('id') id: string,
    @Query(validated(deadLetterQuery)) query: z.output<typeof deadLetterQuery>,
  ): Promise<z.output<typeof deadLetterListSchema>> {
    const held = await this.connections.find(id);
    return this.deadLetters.list(held.id, query);
  }

  @Post('dead-letters/:id/replay')
  @HttpCode(202)
  @Operation({ tag: 'Dead letters', summary: 'Send one down the line again', answers: { 202: replayedSchema } })
  async replayOne(@Param('id') path: string): Promise<z.output<typeof replayedSchema>> {
    const { entity, id } = letterIdFrom(path);
    return { replayed: await this.deadLetters.replayOne(entity, id) };
  }

  @Post('connections/:id/dead-letters/replay')
  @HttpCode(202)
  @Operation({
    tag: 'Dead letters',
    summary: 'Send all of a connection down the line again',
    answers: { 202: replayedSchema },
  })
  async replayAll(@Param('id') id: string): Promise<z.output<typeof replayedSchema>> {
    const held = await this.connections.find(id);
    return { replayed: await this.deadLetters.replayAll(held.id) };
  }
}

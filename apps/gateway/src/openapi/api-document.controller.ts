import { Controller, Get, Header, Inject } from '@nestjs/common';
import { z } from 'zod';
import { Role } from '../accounts/role';
import { apiDocument } from './api-document';
import { Operation } from './operation';
import type { DeclaredRoute } from './routes-of';

/** The token under which the routes of this program are injected. */
export const DECLARED_ROUTES = Symbol('DeclaredRoutes');

/** The API's own description. */
@Controller('api')
@Role('public')
export class ApiDocumentController {
  #document: string | undefined;

  constructor(@Inject(DECLARED_ROUTES) private readonly routes: readonly DeclaredRoute[]) {}

  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  @Operation({ tag: 'Documentation', summary: 'This document', answers: { 200: z.record(z.string(), z.unknown()) } })
  read(): string {
    // Made on the first request: most programs are never asked.
    return (this.#document ??= JSON.stringify(apiDocument(this.routes)));
  }
}

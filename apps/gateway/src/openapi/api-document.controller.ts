import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { Role } from '../accounts/role';
import { Operation } from './operation';

/** The API's own description. */
@Controller('api')
@Role('public')
export class ApiDocumentController {
  #document: Promise<string> | undefined;

  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  @Operation({ tag: 'Documentation', summary: 'This document', answers: { 200: z.record(z.string(), z.unknown()) } })
  async read(): Promise<string> {
    return (this.#document ??= build());
  }
}

/** Made on the first request: most programs are never asked. */
async function build(): Promise<string> {
  const [{ apiDocument }, { routesOf }, { controllers }] = await Promise.all([
    import('./api-document'),
    import('./routes-of'),
    import('../controllers'),
  ]);
  return JSON.stringify(apiDocument(routesOf(controllers)));
}

import { Controller, Get } from '@nestjs/common';
import { entityNames, programListSchema } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { Health } from '@halosync/service-host';
import type { z } from 'zod';
import { Role } from '../accounts/role';
import { Operation } from '../openapi/operation';
import { ConnectorClient } from '../peers/connector.client';
import { ServiceClients } from '../peers/service.client';

const DEADLINE_MS = 1_500;
const NO_CONNECTION = '00000000-0000-0000-0000-000000000000';

type Program = z.output<typeof programListSchema>['items'][number];

/** Whether the programs of this installation answer. */
@Controller('api/v1/programs')
@Role('viewer')
export class ProgramsController {
  constructor(
    private readonly health: Health,
    private readonly connector: ConnectorClient,
    private readonly services: ServiceClients,
  ) {}

  @Get()
  @Operation({ tag: 'Programs', summary: 'Whether each program answers', answers: { 200: programListSchema } })
  async list(): Promise<z.output<typeof programListSchema>> {
    const own = await this.health.ready();
    const others = await Promise.all([
      asked('connector', this.connector.list(DEADLINE_MS)),
      ...entityNames.map((entity) =>
        asked(`${entity}-service`, this.services.of(entity).count(NO_CONNECTION, DEADLINE_MS)),
      ),
    ]);
    const isReady = own.status === 'ok';
    const items = [{ name: 'gateway', ok: isReady, detail: isReady ? '' : 'Not ready' }, ...others];
    return { items, nextCursor: null };
  }
}

/** Any answer means that the program is there, also one that says no. */
async function asked(name: string, call: Promise<unknown>): Promise<Program> {
  try {
    await call;
    return { name, ok: true, detail: '' };
  } catch (error) {
    const isAway = !(error instanceof AppError) || error.code === 'unavailable' || error.code === 'timeout';
    return isAway ? { name, ok: false, detail: 'Does not answer' } : { name, ok: true, detail: '' };
  }
}

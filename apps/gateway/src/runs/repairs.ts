import type { EntityName, entityProto, pageQuery, repairListSchema } from '@halosync/contracts';
import { entityNames, isEntityName, repairReasons } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { z } from 'zod';
import type { ServiceClients } from '../peers/service.client';
import { invalidCursor } from '../requests/invalid-cursor';

type RepairPage = z.output<typeof repairListSchema>;

interface Place {
  readonly entity: EntityName;
  readonly after: number;
}

/** The repairs of a run as one list: the histories of the four services, one behind the other. */
export class Repairs {
  constructor(private readonly services: ServiceClients) {}

  /** @throws AppError `unavailable` where a service does not answer: a list with holes would look complete. */
  async list(runId: string, query: z.output<typeof pageQuery>): Promise<RepairPage> {
    const items: RepairPage['items'] = [];
    let place: Place | null = readCursor(query.cursor);
    while (place !== null && items.length < query.limit) {
      const { entity, after }: Place = place;
      const limit = query.limit - items.length;
      const page = await this.services.of(entity).listRepairs({ runId, after, limit });
      items.push(...page.items.map((repair) => repairView(entity, repair)));
      const last = page.items.at(-1);
      place = page.hasMore && last !== undefined ? { entity, after: last.id } : nextEntity(entity);
    }
    return { items, nextCursor: place === null ? null : `${place.entity}:${place.after}` };
  }
}

function nextEntity(entity: EntityName): Place | null {
  const next = entityNames[entityNames.indexOf(entity) + 1];
  return next === undefined ? null : { entity: next, after: 0 };
}

function readCursor(text: string | undefined): Place {
  if (text === undefined) return { entity: entityNames[0], after: 0 };
  const [entity = '', after = ''] = text.split(':');
  if (isEntityName(entity) && /^\d{1,15}$/.test(after)) return { entity, after: Number(after) };
  throw invalidCursor();
}

function repairView(entity: EntityName, { haloId, why, fields, revision, repairedAt }: entityProto.Repair) {
  const reason = repairReasons.find((word) => word === why);
  if (reason === undefined) throw new AppError('internal', `A service speaks of a repair as ${why}.`);
  return { entity, haloId, why: reason, fields, revision, repairedAt };
}

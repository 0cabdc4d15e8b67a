import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { flag } from '../http/call';
import { json, jsonText } from '../http/answer';
import { serialise } from '../shape/serialise';
import { ENTITIES, FACTS } from '../world/entity';
import type { ServerResponse } from 'node:http';
import type { Halo } from '../halo';
import type { Answer } from '../http/answer';
import type { EntityName } from '../world/entity';
import type { Happening } from '../world/world';
import type { ControlRoute } from './control-router';

const entityName = z.enum(ENTITIES);
const fields = z.record(z.string(), z.unknown());
const createBody = z.strictObject({ record: fields.default({}), webhook: z.boolean().default(true) }).prefault({});
const patchBody = z.strictObject({
  fields,
  webhook: z.boolean().default(true),
  silentClock: z.boolean().default(false),
});

const CHUNK_CHARACTERS = 128 * 1024;
const absent = (): Answer => json({ error: 'no such record' }, 404);

/** The true records, whatever the profile hides: the comparison side of the referee. */
export function recordRoutes(halo: Halo): readonly ControlRoute[] {
  const live = (entity: EntityName, id: number): boolean => halo.world.store(entity).at(id)?.deleted === false;
  return [
    {
      method: 'GET',
      path: /^\/records\/([a-z]+)$/,
      answer: async ({ params, response }): Promise<'sent'> => {
        await stream(halo, entityName.parse(params[0]), response);
        return 'sent';
      },
    },
    {
      method: 'GET',
      path: /^\/records\/([a-z]+)\/(\d+)$/,
      answer: ({ params: [name, id] }) => {
        const line = lineOf(halo, entityName.parse(name), Number(id));
        return line === undefined ? absent() : jsonText(line);
      },
    },
    {
      method: 'POST',
      path: /^\/records\/([a-z]+)$/,
      answer: ({ params: [name], body }) => {
        const { record, webhook } = createBody.parse(body);
        return whole(halo.world.create(entityName.parse(name), record, { by: 'control', webhook }), 201);
      },
    },
    {
      method: 'PATCH',
      path: /^\/records\/([a-z]+)\/(\d+)$/,
      answer: ({ params: [name, id], body }) => {
        const entity = entityName.parse(name);
        const asked = patchBody.parse(body);
        if (!live(entity, Number(id))) return absent();
        const { webhook, silentClock } = asked;
        return whole(halo.world.update(entity, Number(id), asked.fields, { by: 'control', webhook, silentClock }), 200);
      },
    },
    {
      method: 'DELETE',
      path: /^\/records\/([a-z]+)\/(\d+)$/,
      answer: ({ params: [name, id], call }) => {
        const entity = entityName.parse(name);
        if (!live(entity, Number(id))) return absent();
        const { change } = halo.world.remove(entity, Number(id), {
          by: 'control',
          webhook: flag(call.query, 'webhook') ?? true,
        });
        return json({ id: Number(id), deleted: true, version: change.version });
      },
    },
    {
      method: 'POST',
      path: /^\/records\/([a-z]+)\/(\d+)\/restore$/,
      answer: ({ params: [name, id], call }) => {
        const entity = entityName.parse(name);
        if (halo.world.store(entity).at(Number(id))?.deleted !== true) return absent();
        return whole(
          halo.world.restore(entity, Number(id), { by: 'control', webhook: flag(call.query, 'webhook') ?? true }),
          200,
        );
      },
    },
  ];
}

function whole({ change, document }: Happening, status: number): Answer {
  return jsonText(serialise(change.entity, document), status);
}

function lineOf(halo: Halo, entity: EntityName, id: number): string | undefined {
  const store = halo.world.store(entity);
  const stored = store.at(id);
  if (stored === undefined) return undefined;
  // A deleted ticket is hidden, the others are gone.
  const gone = stored.deleted && !FACTS[entity].softDelete;
  const record = gone ? 'null' : serialise(entity, store.document(id, stored));
  return `{"id":${String(id)},"deleted":${String(stored.deleted)},"version":${String(stored.version)},"record":${record}}`;
}

async function stream(halo: Halo, entity: EntityName, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  // A reader that goes away is no failure.
  await pipeline(Readable.from(chunks(halo, entity)), response).catch(() => undefined);
}

function* chunks(halo: Halo, entity: EntityName): Generator<string> {
  let chunk = '';
  for (const [id] of halo.world.store(entity).entries()) {
    chunk += `${lineOf(halo, entity, id) ?? ''}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

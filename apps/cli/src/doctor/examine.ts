import type {
  ConnectionView,
  WebhookView,
  connectionListSchema,
  explainedRecordSchema,
  programListSchema,
  recordListSchema,
  sessionSchema,
} from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import type { z } from 'zod';
import type { Api } from '../api';
import { explainFailure } from '../failures';
import type { Finding } from './finding';
import { fault, ok, warning } from './finding';
import { judgeConnection, judgeWebhook } from './judge-connection';

/** Every hop from here to Halo, in order; stops where what follows could not be seen. */
export async function* examine(api: Api): AsyncGenerator<Finding> {
  const live = await tried('gateway', () => api.get('/health/live'), 'Start it: npm start, or look at its log.');
  yield live;
  if (live.state === 'fault') return;
  yield await tried(
    'gateway, ready',
    () => api.get('/health/ready'),
    'Postgres does not answer it: look at DATABASE_URL and at the database.',
  );
  const signIn = await tried(
    'sign-in',
    async () => {
      const { name, role } = (await api.get('/api/v1/session')) as z.output<typeof sessionSchema>; // as the API document says
      return `${name}, ${role}`;
    },
    'Give a key that is valid: --api-key or HALOSYNC_API_KEY.',
  );
  yield signIn;
  if (signIn.state === 'fault') return;
  const { items: programs } = (await api.get('/api/v1/programs')) as z.output<typeof programListSchema>; // as the API document says
  for (const { name, ok: answers, detail } of programs)
    yield answers ? ok(name, 'answers') : fault(name, detail, `Start ${name}, or look at its log.`);
  const { items: connections } = (await api.get('/api/v1/connections')) as z.output<typeof connectionListSchema>; // as the API document says
  if (connections.length === 0) yield warning('connections', 'there is none', 'Make one: halosync connections add');
  for (const connection of connections) yield* examineConnection(api, connection);
}

async function* examineConnection(api: Api, connection: ConnectionView): AsyncGenerator<Finding> {
  yield* judgeConnection(connection);
  try {
    const webhook = (await api.get(`/api/v1/connections/${connection.id}/webhook`)) as WebhookView; // as the API document says
    yield judgeWebhook(connection.name, webhook);
  } catch (error) {
    yield warning(
      `connection ${connection.name}, webhook`,
      explainFailure(error),
      'The connector could not look at it.',
    );
  }
  if (connection.status === 'active') yield await askHalo(api, connection);
}

/** The way to Halo, tried with one call: a record that we hold is compared with what Halo says. */
async function askHalo(api: Api, { id, name }: ConnectionView): Promise<Finding> {
  const hop = `connection ${name}, Halo`;
  for (const entity of entityNames) {
    const path = `/api/v1/connections/${id}/${entity}s`;
    const advice = 'See what it says: halosync connections show';
    try {
      const [record] = ((await api.get(path, { limit: 1 })) as z.output<typeof recordListSchema>).items; // as the API document says
      if (record === undefined) continue;
      const asked = (await api.get(`${path}/${String(record.haloId)}/explain`, { compare: 'halo' })) as z.output<
        typeof explainedRecordSchema
      >; // as the API document says
      const isSame = asked.halo?.same === true;
      const seen = `answers; ${entity} ${String(record.haloId)} is ${isSame ? 'the same there' : 'another there at the moment'}`;
      return ok(hop, seen);
    } catch (error) {
      return fault(hop, explainFailure(error), advice);
    }
  }
  return warning(hop, 'not tried: no record is held', 'Read some: halosync sync backfill --watch');
}

async function tried(hop: string, look: () => Promise<unknown>, advice: string): Promise<Finding> {
  try {
    const seen = await look();
    return ok(hop, typeof seen === 'string' ? seen : 'answers');
  } catch (error) {
    return fault(hop, explainFailure(error), advice);
  }
}

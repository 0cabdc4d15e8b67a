import { entityNames, perEntity, type EntityName } from '@halosync/contracts';
import { z } from 'zod';

const entityState = z.object({
  state: z.string(),
  inHalo: z.number().nullish(),
  inPostgres: z.number().nullish(),
  lastWebhookAt: z.string().nullish(),
  lagSeconds: z.number().nullish(),
  webhooksReceived: z.number().nullish(),
});

const connection = z.object({
  id: z.string(),
  callbackUrl: z.string(),
  budget: z.object({ limit: z.number(), windowSeconds: z.number(), used: z.number(), waiting: z.number() }).nullish(),
  runId: z.string().nullish(),
  entities: z.object(perEntity(() => entityState)),
});

export type Connection = z.output<typeof connection>;

const run = z.object({
  entities: z.partialRecord(z.enum(entityNames), z.object({ etaSeconds: z.number().optional() })),
});

/** Of a run, until each entity ends; absent where that cannot be known. */
export type SecondsLeft = Partial<Record<EntityName, number>>;

export interface HaloCredentials {
  readonly authUrl: string;
  readonly resourceUrl: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

// Testing a connection makes several calls to Halo, each with a timeout of its own.
const TIMEOUT_MS = 60_000;

/** The gateway's REST API, signed in as a person: what the console can do, no more. */
export class GatewayClient {
  private constructor(
    private readonly url: string,
    private readonly cookie: string,
  ) {}

  static async signIn(url: string, email: string, password: string): Promise<GatewayClient> {
    const response = await send(`${url}/api/v1/session`, { method: 'POST', origin: url, body: { email, password } });
    if (!response.ok) {
      throw new Error(
        `The gateway refused the sign-in of ${email} (${await problem(response)}). ` +
          'This database already has its administrator: set ADMIN_EMAIL and ADMIN_PASSWORD to one that it knows.',
      );
    }
    const cookie = response.headers
      .getSetCookie()
      .map((header) => header.split(';')[0])
      .join('; ');
    return new GatewayClient(url, cookie);
  }

  /** Save And Sync. Pressed again with the same values it gives back the connection that there is. */
  async saveAndSync(
    credentials: HaloCredentials,
    name: string,
    settings?: Readonly<Record<string, unknown>>,
  ): Promise<Connection> {
    return connection.parse(
      await this.json('POST', '/api/v1/connections', { integration: 'halo-psa', name, ...credentials, settings }),
    );
  }

  async connection(id: string): Promise<Connection> {
    return connection.parse(await this.json('GET', `/api/v1/connections/${id}`));
  }

  async secondsLeft(runId: string): Promise<SecondsLeft> {
    const { entities } = run.parse(await this.json('GET', `/api/v1/runs/${runId}`));
    const told = entityNames.flatMap((entity) => {
      const seconds = entities[entity]?.etaSeconds;
      return seconds === undefined ? [] : [[entity, seconds]];
    });
    return Object.fromEntries(told) as SecondsLeft; // by the names above
  }

  /** Any call: `path` begins with /api. Throws on an answer that is not 2xx. */
  async json(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.raw(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${await problem(response)}`);
    return response.status === 204 ? undefined : response.json();
  }

  raw(method: string, path: string, body?: unknown): Promise<Response> {
    return send(this.url + path, { method, origin: this.url, cookie: this.cookie, body });
  }
}

function send(
  url: string,
  call: { method: string; origin: string; cookie?: string; body?: unknown },
): Promise<Response> {
  return fetch(url, {
    method: call.method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      // Writes by cookie are taken only from the page's own origin.
      origin: new URL(call.origin).origin,
      ...(call.cookie === undefined ? {} : { cookie: call.cookie }),
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
}

const problemDetails = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z
    .array(z.object({ field: z.string().optional(), message: z.string().optional(), hint: z.string().optional() }))
    .optional(),
});

/** "422 Connection refused: clientId: unknown client", whatever of it the answer has. */
async function problem(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  const parsed = problemDetails.safeParse(parseJson(text));
  if (!parsed.success) return `${String(response.status)} ${text.slice(0, 200)}`;
  const { title, detail, errors = [] } = parsed.data;
  const parts = [
    title,
    detail,
    ...errors.map((error) => [error.field, error.message, error.hint].filter(Boolean).join(': ')),
  ];
  return `${String(response.status)} ${parts.filter(Boolean).join('; ')}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

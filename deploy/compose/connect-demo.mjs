// Profile demo: signs in as the administrator, saves the simulator as a connection, tells it the callback URL, and stays
// until the stack stops. Healthy means: the first sync is complete.
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const GATEWAY = 'http://gateway:3000';
const SIMULATOR = 'http://halo-simulator:3020';
const COMPLETE = '/tmp/complete'; // the health check looks for it
const ORIGIN = process.env.PUBLIC_URL ?? 'http://localhost:3000';
const ENTITIES = ['ticket', 'site', 'user', 'invoice'];

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));

const cookie = await signIn();
const connection = await saveAndSync();
await sendWebhooks();
await simulator('PUT', '/control/life', { enabled: true, perSecond: 1 });
console.log(`The demo tenant is connected. It changes by itself once a second: look at ${ORIGIN}`);
await firstSync();
writeFileSync(COMPLETE, '');
setInterval(() => undefined, 60_000);

async function signIn() {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = process.env;
  const response = await send(`${GATEWAY}/api/v1/session`, 'POST', { email, password }, { origin: ORIGIN });
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

/** Saved again with the same values it answers with the connection that there is. */
async function saveAndSync() {
  const { tenant, clientId, clientSecret } = await simulator('GET', '/control/state');
  return api('POST', '/connections', {
    integration: 'halo-psa',
    name: 'Demo',
    authUrl: `${SIMULATOR}/auth`,
    resourceUrl: `${SIMULATOR}/api`,
    ...{ tenant, clientId, clientSecret },
  });
}

async function sendWebhooks() {
  // From inside, the gateway is not where people reach it.
  const url = GATEWAY + new URL(connection.callbackUrl).pathname;
  const { items } = await simulator('GET', '/control/webhooks');
  if (!items.some((webhook) => webhook.url === url))
    await simulator('POST', '/control/webhooks', { url, payload: 'full' });
}

async function firstSync() {
  for (let last = ''; ; await sleep(1_000)) {
    const { entities } = await api('GET', `/connections/${connection.id}`);
    const line = ENTITIES.map((name) => {
      const { state, inHalo, inPostgres } = entities[name];
      return `${name}s ${state} ${inPostgres ?? 0}/${inHalo ?? '?'}`;
    }).join(', ');
    if (line !== last) console.log(line);
    last = line;
    if (ENTITIES.every((name) => entities[name].state === 'complete')) return;
  }
}

async function api(method, path, body) {
  const response = await send(`${GATEWAY}/api/v1${path}`, method, body, { origin: ORIGIN, cookie });
  return response.json();
}

async function simulator(method, path, body) {
  const response = await send(SIMULATOR + path, method, body);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

async function send(url, method, body, headers = {}) {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(60_000),
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return response;
}

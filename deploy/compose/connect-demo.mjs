// Profile demo: signs in as the administrator, saves the simulator as a connection and tells it the callback URL.
const gateway = 'http://gateway:3000';
const simulator = 'http://halo-simulator:3020';

const state = await answer(`${simulator}/control/state`);
const session = await fetch(`${gateway}/api/v1/session`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: process.env.PUBLIC_URL ?? 'http://localhost:3000' },
  body: JSON.stringify({ email: process.env.ADMIN_EMAIL, password: process.env.ADMIN_PASSWORD }),
});
if (!session.ok) throw new Error(`Signing in failed: ${session.status} ${await session.text()}`);
const cookie = session.headers
  .getSetCookie()
  .map((line) => line.split(';')[0])
  .join('; ');
const connection = await answer(`${gateway}/api/v1/connections`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: process.env.PUBLIC_URL ?? 'http://localhost:3000', cookie },
  body: JSON.stringify({
    integration: 'halo-psa',
    name: 'Demo',
    authUrl: `${simulator}/auth`,
    resourceUrl: `${simulator}/api`,
    tenant: state.tenant,
    clientId: state.clientId,
    clientSecret: state.clientSecret,
  }),
});
// From inside, the gateway is not where people reach it.
const callback = new URL(connection.callbackUrl);
const hook = `${gateway}${callback.pathname}`;
const hooks = await answer(`${simulator}/control/webhooks`);
if (!JSON.stringify(hooks).includes(hook)) {
  await answer(`${simulator}/control/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: hook, payload: 'small' }),
  });
}
await answer(`${simulator}/control/life`, {
  method: 'PUT',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ enabled: true, perSecond: 1 }),
});
console.log(`The demo tenant is connected: ${connection.id}. It changes by itself once a second.`);

async function answer(url, options) {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

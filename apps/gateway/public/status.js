// The status page: sign in, then what every program and every connection is doing, asked again every few seconds.
import { showRun } from './run-counts.js';
import { ENTITIES, STATES, budgetWords, clock, moment, number, setChip, setText } from './words.js';

const REFRESH_MS = 3_000;

const byId = (id) => document.getElementById(id);

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(15_000),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, ok: response.ok, body: text === '' ? {} : JSON.parse(text) };
}

function show(view) {
  for (const id of ['sign-in', 'setup', 'status']) byId(id).hidden = id !== view;
  byId('me').hidden = view !== 'status';
}

function submits(form, problem, work) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    problem.textContent = '';
    for (const input of form.elements) input.removeAttribute('aria-invalid');
    try {
      const answer = await work(Object.fromEntries(new FormData(form)));
      if (answer.ok) {
        form.reset();
        history.replaceState(null, '', '/');
        await start();
        byId('main').focus();
      } else {
        refuse(form, problem, answer.body);
      }
    } catch {
      problem.textContent = 'The gateway does not answer. Try again.';
    } finally {
      button.disabled = false;
    }
  });
}

function refuse(form, problem, body) {
  const errors = body.errors ?? [];
  problem.textContent =
    errors.length === 0 ? body.detail : errors.map(({ message, hint }) => `${message} ${hint}`.trim()).join(' ');
  const wrong = errors.map(({ field }) => form.elements.namedItem(field)).filter((input) => input !== null);
  for (const input of wrong) input.setAttribute('aria-invalid', 'true');
  (wrong[0] ?? form.querySelector('input[type=password]')).focus();
}

function showPrograms(programs) {
  const list = byId('programs');
  for (const { name, ok } of programs) {
    let item = list.querySelector(`[data-program="${CSS.escape(name)}"]`);
    if (item === null) {
      item = document.createElement('li');
      item.className = 'chip';
      item.dataset.program = name;
      list.append(item);
    }
    setChip(item, `${name}: ${ok ? 'running' : 'does not answer'}`, ok ? 'ok' : 'bad');
  }
}

function cardFor(connection) {
  const existing = byId('connections').querySelector(`[data-connection="${CSS.escape(connection.id)}"]`);
  if (existing !== null) return existing;
  const card = byId('connection-template').content.firstElementChild.cloneNode(true);
  card.dataset.connection = connection.id;
  for (const [entity, words] of Object.entries(ENTITIES)) {
    const row = document.createElement('tr');
    row.dataset.entity = entity;
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = words;
    row.append(head);
    for (const name of ['state', 'inHalo', 'inPostgres', 'lastWebhook']) {
      const cell = document.createElement('td');
      if (name.startsWith('in')) cell.className = 'number';
      if (name === 'state') cell.append(Object.assign(document.createElement('span'), { className: 'chip' }));
      cell.dataset.cell = name;
      row.append(cell);
    }
    card.querySelector('[data-entities]').append(row);
  }
  const url = card.querySelector('[data-url]');
  const copy = card.querySelector('[data-copy]');
  url.addEventListener('focus', () => url.select());
  copy.addEventListener('click', async () => {
    // The clipboard is closed to pages on plain http; the selection is not.
    await navigator.clipboard?.writeText(url.value).catch(() => undefined);
    url.select();
    setText(copy, navigator.clipboard === undefined ? 'Selected' : 'Copied');
    setTimeout(() => setText(copy, 'Copy URL'), 2_000);
  });
  byId('connections').append(card);
  return card;
}

function showConnection(connection) {
  const card = cardFor(connection);
  const part = (name) => card.querySelector(`[data-${name}]`);
  setText(part('name'), connection.name);
  setChip(part('verdict'), ...verdict(connection));
  part('callback').hidden = connection.callbackUrl === null;
  if (connection.callbackUrl !== null && part('url').value !== connection.callbackUrl)
    part('url').value = connection.callbackUrl;
  const warnings = connection.warnings.map(({ message, hint }) => `${message} ${hint}`);
  part('warnings').hidden = warnings.length === 0;
  if (part('warnings').textContent !== warnings.join('')) {
    part('warnings').replaceChildren(
      ...warnings.map((text) => Object.assign(document.createElement('li'), { textContent: text })),
    );
  }
  for (const [entity, state] of Object.entries(connection.entities)) {
    const cell = (name) => card.querySelector(`[data-entity="${entity}"] [data-cell="${name}"]`);
    setChip(cell('state').firstElementChild, ...(STATES[state.state] ?? [state.state, 'idle']));
    setText(cell('inHalo'), state.inHalo === null ? 'not known' : number.format(state.inHalo));
    setText(cell('inPostgres'), state.inPostgres === null ? 'not known' : number.format(state.inPostgres));
    setText(
      cell('lastWebhook'),
      state.lastWebhookAt === null ? 'none yet' : moment.format(new Date(state.lastWebhookAt)),
    );
  }
  const { used, limit } = connection.budget;
  setText(part('budget-words'), budgetWords(connection.budget));
  Object.assign(part('budget'), { max: limit, value: used, high: limit * 0.98 });
}

async function runOf({ runId }) {
  if (runId === undefined) return undefined;
  const { ok, body } = await call('GET', `/api/v1/runs/${encodeURIComponent(runId)}`);
  return ok ? body : undefined;
}

function verdict({ status, entities }) {
  if (status === 'auth_failed') return ['Halo refuses the credentials', 'bad'];
  if (status === 'paused') return ['Paused', 'idle'];
  const states = Object.values(entities).map(({ state }) => state);
  const worst = ['stalled', 'incomplete', 'running', 'never', 'complete_with_exceptions', 'complete'].find((state) =>
    states.includes(state),
  );
  return STATES[worst] ?? ['Not known', 'idle'];
}

async function refresh() {
  const [programs, connections] = await Promise.all([
    call('GET', '/api/v1/programs'),
    call('GET', '/api/v1/connections'),
  ]);
  if (programs.status === 401 || connections.status === 401) return start();
  if (programs.ok) showPrograms(programs.body.items);
  if (!connections.ok) throw new Error(connections.body.detail);
  const items = connections.body.items;
  byId('no-connection').hidden = items.length > 0;
  const runs = await Promise.all(items.map(runOf));
  for (const [index, item] of items.entries()) {
    showConnection(item);
    showRun(cardFor(item), runs[index]);
  }
  for (const card of byId('connections').children) {
    if (!items.some(({ id }) => id === card.dataset.connection)) card.remove();
  }
  setText(byId('age'), '');
  byId('status').dataset.asOf = clock.format(new Date());
}

let timer;
function refreshFromNowOn() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    if (!document.hidden && !byId('status').hidden) {
      await refresh().catch(() =>
        setText(byId('age'), `No news since ${byId('status').dataset.asOf ?? 'the start'}, trying again.`),
      );
    }
    refreshFromNowOn();
  }, REFRESH_MS);
}

async function showGatewayHealth() {
  const { body } = await call('GET', '/health/ready').catch(() => ({ body: {} }));
  setText(byId('gateway-health'), body.status === 'ok' ? 'The gateway is running.' : 'The gateway is not ready.');
}

async function start() {
  const session = await call('GET', '/api/v1/session').catch(() => ({ ok: false }));
  if (!session.ok) {
    show(location.pathname === '/setup' ? 'setup' : 'sign-in');
    const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
    byId('plain-http').hidden = location.protocol === 'https:' || isLocal;
    await showGatewayHealth();
    return;
  }
  setText(byId('who'), `${session.body.name}, ${session.body.role}`);
  show('status');
  await refresh().catch(() => setText(byId('age'), 'The connector does not answer, trying again.'));
  refreshFromNowOn();
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = () => (document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light');
dark.addEventListener('change', paint);
paint();

submits(byId('sign-in-form'), byId('sign-in-problem'), (fields) => call('POST', '/api/v1/session', fields));
submits(byId('setup-form'), byId('setup-problem'), (fields) => call('POST', '/api/v1/setup', fields));
byId('sign-out').addEventListener('click', async () => {
  await call('DELETE', '/api/v1/session');
  await start();
  byId('main').focus();
});
await start();

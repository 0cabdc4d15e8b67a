import type { HaloCredentials } from '@halosync/line';
import { eventually } from '@halosync/testing';
import type { Page } from 'playwright-core';
import { Visitor, describeInBrowser } from './browser';
import { Line } from './line';

type Values = Partial<HaloCredentials>;

const labels: Readonly<Record<keyof HaloCredentials, string>> = {
  authUrl: 'Auth URL',
  resourceUrl: 'Resource URL',
  tenant: 'Tenant',
  clientId: 'Client ID',
  clientSecret: 'Client Secret',
};

/** What goes wrong, on which field the focus is then, and the title of what was seen. */
const rows: readonly [
  what: string,
  values: Values,
  fault: { match: { entity: string }; kind: string; status?: number } | null,
  field: keyof HaloCredentials,
  title: string,
][] = [
  ['a wrong secret', { clientSecret: 'wrong' }, null, 'clientId', 'Halo does not know this Client ID and secret'],
  ['an unknown tenant', { tenant: 'elsewhere' }, null, 'tenant', 'Halo does not know this tenant'],
  ['no such host', { authUrl: 'https://no-such-halo.invalid/auth' }, null, 'authUrl', 'No such host'],
  ['a private address', { resourceUrl: 'https://10.0.0.7/api' }, null, 'resourceUrl', 'This is a private address'],
  [
    'a portal instead of the sign-in',
    {},
    { match: { entity: 'token' }, kind: 'html', status: 200 },
    'authUrl',
    'This is a web page, not the sign-in service',
  ],
];

describeInBrowser('the connect form, in a browser', () => {
  let line: Line;
  let visitor: Visitor;
  let good: HaloCredentials;

  beforeAll(async () => {
    line = await Line.start({
      simulator: { SIMULATOR_TICKETS: '60', SIMULATOR_SITES: '5', SIMULATOR_USERS: '10', SIMULATOR_INVOICES: '5' },
    });
    good = await line.simulator.credentials();
    visitor = await Visitor.arrive(line.url);
    await visitor.signIn('admin@halosync.example', line.adminPassword);
  }, 120_000);
  afterAll(async () => {
    await visitor.leave();
    await line.stop();
  }, 60_000);
  afterEach(async () => {
    await line.simulator.json('DELETE', '/control/faults');
  });

  const box = (page: Page, name: keyof HaloCredentials) => page.getByLabel(labels[name], { exact: true });
  async function fill(page: Page, values: Values): Promise<void> {
    for (const [name, value] of Object.entries(values)) await box(page, name as keyof HaloCredentials).fill(value); // the five names
  }

  it('five empty boxes are told without a request, and the first one has the focus', async () => {
    const { page } = visitor;
    await page.goto('/integrations/halo-psa');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    await page.getByRole('button', { name: 'Save And Sync' }).click();
    await page.getByText('Client Secret is missing.').waitFor();
    expect(await page.evaluate<string>('document.activeElement.name')).toBe('authUrl');
    expect(asked.filter((request) => request.startsWith('POST'))).toEqual([]);
    expect(await visitor.accessibility()).toEqual([]);
  }, 30_000);

  it.each(rows)(
    '%s is on its field, which has the focus; what was typed stays and nothing is saved',
    async (_what, values, fault, field, title) => {
      const { page } = visitor;
      if (fault !== null) await line.simulator.json('POST', '/control/faults', fault);
      await page.goto('/integrations/halo-psa');
      await fill(page, { ...good, ...values });
      await page.getByRole('button', { name: 'Save And Sync' }).click();
      await page.getByRole('alert').getByText(title).first().waitFor({ timeout: 12_000 });
      const input = box(page, field);
      expect(await input.getAttribute('aria-invalid')).toBe('true');
      expect(await page.evaluate<string>('document.activeElement.name')).toBe(field);
      expect(await box(page, 'clientSecret').inputValue()).toBe(values.clientSecret ?? good.clientSecret);
      expect(await visitor.accessibility()).toEqual([]);
      expect(await line.api.json('GET', '/api/v1/connections')).toMatchObject({ items: [] });
    },
    40_000,
  );

  it('five values pasted at once fill their boxes', async () => {
    const { page } = visitor;
    await page.goto('/integrations/halo-psa');
    const text = Object.entries(good)
      .map(([name, value]) => `${labels[name as keyof HaloCredentials]}: ${value}`) // the five names
      .join('\n');
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await box(page, 'authUrl').press('ControlOrMeta+v');
    await page.getByRole('button', { name: 'Fill all five' }).click();
    expect(await box(page, 'clientSecret').inputValue()).toBe(good.clientSecret);
    expect(await box(page, 'resourceUrl').inputValue()).toBe(good.resourceUrl);
  }, 30_000);

  it('a test alone says what it found and how long the first sync takes, and saves nothing', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: 'Test only' }).click();
    await page.getByText('Nothing is saved yet.').waitFor({ timeout: 15_000 });
    await page.getByText(/80 records, \d+ calls/).waitFor();
    expect(await visitor.accessibility()).toEqual([]);
    expect(await line.api.json('GET', '/api/v1/connections')).toMatchObject({ items: [] });
  }, 30_000);

  it('saved in two tabs at once there is one connection and one run', async () => {
    const { page } = visitor;
    const other = await visitor.tab();
    await other.goto('/integrations/halo-psa');
    await fill(other, good);
    await Promise.all([page, other].map((tab) => tab.getByRole('button', { name: 'Save And Sync' }).click()));
    for (const tab of [page, other])
      await tab.getByRole('heading', { level: 1, name: 'Halo PSA is connected' }).waitFor({ timeout: 20_000 });
    expect(page.url()).toBe(other.url());
    await other.close();
    expect(await line.sql('SELECT id FROM connector.run')).toHaveLength(1);
    await page.goBack();
    await page.goForward();
    await page.getByRole('heading', { level: 1, name: 'Halo PSA is connected' }).waitFor();
  }, 60_000);

  it('we set the webhook up where Halo lets us', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: 'Set it up for me' }).click();
    await page.getByText('The webhook is in Halo now.').first().waitFor({ timeout: 15_000 });
    expect(await line.simulator.json('GET', '/control/webhooks')).toMatchObject({
      items: [
        expect.objectContaining({
          url: await page.getByRole('textbox', { name: 'Your webhook callback URL' }).inputValue(),
        }),
      ],
    });
  }, 40_000);

  it('a wrong new secret is told on its field, and the old one stays', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Client Secret').fill('wrong');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The old one stays in force.').waitFor({ timeout: 15_000 });
    await page.getByLabel('Client Secret').fill('');
    await page.getByLabel('Name').fill('Northwind');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').first().waitFor();
    await page.getByRole('link', { name: 'Northwind' }).first().waitFor();
  }, 40_000);

  it('disconnecting wants the name typed, offers the way out first, and keeps the rows', async () => {
    const { page } = visitor;
    const rowsBefore = await eventually(async () => {
      const [row] = await line.sql<{ count: string }>('SELECT count(*) FROM halo.tickets');
      expect(row?.count).toBe('60');
      return row?.count;
    });
    await page.getByRole('button', { name: 'Disconnect' }).click();
    const dialog = page.getByRole('alertdialog');
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Cancel');
    expect(await visitor.accessibility()).toEqual([]);
    expect(await dialog.getByRole('button', { name: 'Disconnect' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Type Northwind to go on').fill('Northwind');
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Connect your Halo').waitFor({ timeout: 15_000 });
    expect(await line.sql('SELECT count(*) FROM halo.tickets')).toEqual([{ count: rowsBefore }]);
  }, 60_000);
});

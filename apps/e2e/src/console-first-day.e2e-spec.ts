import { readFileSync } from 'node:fs';
import { eventually } from '@halosync/testing';
import { FEW_RECORDS, Visitor, describeInBrowser } from './browser';
import { Line } from './line';

const PASSWORD = 'correct horse battery';

/** An installation that nobody has entered yet: without an administrator, and a token in its log. */
async function unused(line: Line): Promise<string> {
  await line.programs.stop('gateway');
  await line.sql('DELETE FROM gateway.session');
  await line.sql('DELETE FROM gateway.account');
  line.programs.changeEnvironment({ ADMIN_EMAIL: '', ADMIN_PASSWORD: '' });
  await line.programs.start('gateway');
  const log = readFileSync(line.programs.log('gateway'), 'utf8');
  const token = [...log.matchAll(/"setupToken":"([\w-]+)"/g)].at(-1)?.[1];
  if (token === undefined) throw new Error('the log has no set-up token');
  return token;
}

describeInBrowser('the first day, in a browser', () => {
  let line: Line;
  let visitor: Visitor;

  beforeAll(async () => {
    line = await Line.start({ simulator: FEW_RECORDS });
    visitor = await Visitor.arrive(line.url);
  }, 120_000);
  afterAll(async () => {
    await visitor.leave();
    await line.stop();
  }, 60_000);

  it('leads from the token to a synced Halo whose changes are seen as they happen', async () => {
    const { page } = visitor;
    const token = await unused(line);
    await page.goto('/setup');
    await page.getByLabel('One-time token').fill(token);
    await page.getByLabel('E-mail').fill('ann@example.com');
    await page.getByLabel('Password').fill(PASSWORD);
    expect(await visitor.accessibility()).toEqual([]);
    await page.getByRole('button', { name: 'Create and sign in' }).click();

    await page.getByRole('link', { name: 'Integrations' }).click();
    await page.getByRole('searchbox').fill('halo');
    await page.getByRole('searchbox').press('Enter');

    const values = await line.simulator.credentials();
    await page.getByLabel('Auth URL').fill(`${values.authUrl}/`);
    await page.getByLabel('Resource URL').fill(values.resourceUrl);
    expect(await page.getByLabel('Auth URL').inputValue()).toBe(values.authUrl); // put right on leaving it
    await page.getByLabel('Tenant', { exact: true }).fill(values.tenant);
    await page.getByLabel('Client ID').fill(values.clientId);
    await page.getByLabel('Client Secret', { exact: true }).fill(values.clientSecret);
    expect(await visitor.accessibility()).toEqual([]);
    await page.getByRole('button', { name: 'Save And Sync' }).click();

    await page.getByRole('heading', { level: 1, name: 'Halo PSA is connected' }).waitFor({ timeout: 20_000 });
    const shown = await page.getByRole('textbox', { name: 'Your webhook callback URL' }).inputValue();
    await page.getByRole('button', { name: 'Copy URL' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(shown);
    await page.reload();
    expect(await page.getByRole('textbox', { name: 'Your webhook callback URL' }).inputValue()).toBe(shown);
    await line.simulator.sendWebhooksTo(shown);
    expect(await visitor.accessibility()).toEqual([]);

    await page.getByRole('link', { name: 'To the connection' }).click();
    const done = page.getByRole('listitem').filter({ hasText: 'Complete as of' });
    await eventually(async () => expect(await done.count()).toBe(4), { timeoutMs: 60_000, intervalMs: 300 });
    await page
      .getByText(/^Complete as of /)
      .first()
      .waitFor();
    const rows = await line.sql<{ count: string }>('SELECT count(*) FROM halo.tickets');
    await page.getByText(`= ${String(rows[0]?.count)} in Halo`).waitFor();
    expect(await visitor.accessibility()).toEqual([]);

    await page.getByRole('link', { name: 'Webhook', exact: true }).click();
    const changed = page.getByRole('listitem').filter({ hasText: 'Ticket Changed' });
    await changed.getByText('waiting for the first').waitFor();
    const [ticket] = await line.sql<{ halo_id: string }>('SELECT halo_id FROM halo.tickets LIMIT 1');
    await line.simulator.json('PATCH', `/control/records/ticket/${String(ticket?.halo_id)}`, {
      fields: { summary: 'Changed' },
    });
    await changed.getByText(/ago|just now/).waitFor({ timeout: 15_000 });
    expect(visitor.complaints).toEqual([]);
  }, 150_000);

  it('is over: the token works no second time', async () => {
    const { status } = await fetch(`${line.url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"token":"x","email":"b@example.com","password":"12345678"}',
    });
    expect(status).toBe(404);
  });

  it.each(['/', '/integrations', '/integrations/halo-psa', '/programs', '/api-keys', '/account'])(
    '%s fits a phone and a desk, light and dark, for everyone',
    async (path) => {
      const { page } = visitor;
      for (const theme of ['light', 'dark'])
        for (const width of [320, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await page.evaluate(`localStorage.setItem('halosync.theme', '${theme}')`);
          await page.goto(path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForLoadState('networkidle');
          expect({
            width,
            theme,
            over: Math.max(0, await visitor.sideways()),
            found: await visitor.accessibility(),
          }).toEqual({ width, theme, over: 0, found: [] });
        }
    },
    60_000,
  );
});

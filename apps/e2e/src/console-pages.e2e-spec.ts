import { FEW_RECORDS, Visitor, describeInBrowser } from './browser';
import { expectComplete } from './expect-green';
import { Line } from './line';

const ADMIN = 'admin@halosync.example';
const VIEWER = 'viewer@halosync.example';

describeInBrowser('the pages of a connection, in a browser', () => {
  let line: Line;
  let visitor: Visitor;
  let id: string;

  beforeAll(async () => {
    line = await Line.start({ simulator: FEW_RECORDS });
    ({ id } = await line.connect());
    await expectComplete(line, id);
    visitor = await Visitor.arrive(line.url);
    await visitor.signIn(ADMIN, line.adminPassword);
    visitor.complaints.length = 0; // who is not signed in yet is told so
  }, 150_000);
  afterAll(async () => {
    await visitor.leave();
    await line.stop();
  }, 60_000);

  it.each([
    ['', 'Simulator'],
    ['/data/ticket', 'Tickets'],
    ['/data/ticket?q=printer&status=open', 'Tickets'],
    ['/data/invoice', 'Invoices'],
    ['/deliveries', 'Deliveries'],
    ['/runs', 'Runs'],
    ['/calls', 'Calls'],
    ['/dead-letters', 'Dead letters'],
    ['/webhook', 'Webhook'],
    ['/settings', 'Settings'],
  ])(
    '%s fits a phone and a desk, light and dark, for everyone',
    async (path, title) => {
      const { page } = visitor;
      for (const [width, theme] of [
        [320, 'dark'],
        [1440, 'light'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(`localStorage.setItem('halosync.theme', '${theme}')`);
        await page.goto(`/connections/${id}${path}`);
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        await page.waitForTimeout(500); // what is asked for in the background has come
        expect({ over: Math.max(0, await visitor.sideways()), found: await visitor.accessibility() }).toEqual({
          over: 0,
          found: [],
        });
      }
      expect(visitor.complaints).toEqual([]);
    },
    60_000,
  );

  it('a record leads from the list to its history, and to the run that brought it', async () => {
    const { page } = visitor;
    await page.goto(`/connections/${id}/data/ticket`);
    const first = page.getByRole('table').getByRole('link').first();
    const ticket = (await first.textContent()) ?? '';
    await first.click();
    await page.getByRole('heading', { level: 1, name: `Ticket ${ticket}` }).waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('Revision 1').first().waitFor();
    await line.simulator.json('PATCH', `/control/records/ticket/${ticket}`, { fields: { summary: 'Another summary' } });
    await page.getByRole('link', { name: 'Fields', exact: true }).click();
    await page.getByText('Another summary').first().waitFor({ timeout: 20_000 });
    await page.getByRole('link', { name: 'History' }).click();
    await page.reload();
    await page.getByRole('rowheader', { name: 'summary' }).waitFor();
    expect(await visitor.accessibility()).toEqual([]);
    await page.goto(`/connections/${id}/runs`);
    await page.getByRole('table').getByRole('link').last().click();
    await page.getByRole('columnheader', { name: 'Committed' }).waitFor();
    expect(await visitor.accessibility()).toEqual([]);
  }, 90_000);

  it('every row of a long list is there, though few are drawn', async () => {
    const { page } = visitor;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`/connections/${id}/data/ticket`);
    const table = page.getByRole('region', { name: 'Table: Tickets' });
    await table.getByRole('row').nth(5).waitFor();
    await table.hover();
    for (let step = 0; step < 20; step += 1) {
      await page.mouse.wheel(0, 4_000);
      await page.waitForTimeout(150);
      if (await page.getByText('all of them').isVisible()) break;
    }
    const [{ count } = { count: '' }] = await line.sql<{ count: string }>('SELECT count(*) FROM halo.tickets');
    await page.getByText(`${count} rows, all of them`).waitFor();
    expect(await table.getByRole('row').count()).toBeLessThan(80);
  }, 60_000);

  it('a pause is undone from its own message', async () => {
    const { page } = visitor;
    await page.goto(`/connections/${id}`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('region', { name: 'Paused' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page
      .getByText(/^Complete as of /)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByRole('menuitem', { name: 'Compare everything' }).waitFor();
    expect(visitor.complaints).toEqual([]); // a menu's own style passes the policy
    await page.keyboard.press('Escape');
  }, 60_000);

  it('a viewer sees nothing that writes, nor the callback URL', async () => {
    await line.sql(
      `INSERT INTO gateway.account (email, password_hash, role) SELECT $1, password_hash, 'viewer' FROM gateway.account WHERE email = $2`,
      [VIEWER, ADMIN],
    );
    const viewer = await Visitor.arrive(line.url);
    try {
      await viewer.signIn(VIEWER, line.adminPassword);
      for (const path of ['', '/data/ticket', '/deliveries', '/runs', '/dead-letters', '/webhook']) {
        await viewer.page.goto(`/connections/${id}${path}`);
        await viewer.page.getByRole('heading', { level: 1 }).waitFor();
        await viewer.page.waitForTimeout(500); // what is asked for in the background has come
        const buttons = await viewer.page.getByRole('main').getByRole('button').allTextContents();
        expect(buttons.filter((text) => text !== 'Look again')).toEqual([]);
      }
      await viewer.page.getByText('Operators and administrators see the callback URL').waitFor();
      expect(await viewer.page.content()).not.toContain('/webhooks/halo/');
    } finally {
      await viewer.leave();
    }
  }, 60_000);

  it('who is signed out is asked to sign in, and led back', async () => {
    const { page, context } = visitor;
    await page.goto(`/connections/${id}/runs`);
    await context.clearCookies();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.getByLabel('E-mail').fill(ADMIN);
    await page.getByLabel('Password').fill(line.adminPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
  }, 60_000);
});

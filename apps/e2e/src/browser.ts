import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromiumPath } from './e2e-environment';

/** A Chromium of this machine: CHROMIUM_PATH, one on PATH, or one that Playwright once put in its cache. Null where there is none. */
export function installedChromium(): string | null {
  const { asked, path } = chromiumPath();
  if (asked !== undefined) return asked;
  const onPath = path
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)));
  return onPath.find(isExecutable) ?? cached();
}

function cached(): string | null {
  const folder = join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(folder)) return null;
  const builds = readdirSync(folder).filter((name) => name.startsWith('chromium-'));
  return builds.map((name) => join(folder, name, 'chrome-linux', 'chrome')).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where no Chromium is, the specs of the console are skipped, and say so. */
export const describeInBrowser: jest.Describe = installedChromium() === null ? skipped() : describe;

function skipped(): jest.Describe {
  console.warn('No Chromium is installed: the specs of the console are skipped. Install one, or set CHROMIUM_PATH.');
  return describe.skip;
}

/** A Halo that is synced in seconds, with more tickets than a page of the console shows. */
export const FEW_RECORDS = {
  SIMULATOR_TICKETS: '300',
  SIMULATOR_SITES: '12',
  SIMULATOR_USERS: '40',
  SIMULATOR_INVOICES: '20',
} as const;

/** One person's browser: what it complains of is kept, since a page that works says nothing. */
export class Visitor {
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly browser: Browser,
  ) {
    this.listen(page);
  }

  static async arrive(url: string): Promise<Visitor> {
    const executablePath = installedChromium() ?? '';
    // Without a user namespace, as in most containers, its sandbox cannot start.
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const context = await browser.newContext({
      baseURL: url,
      locale: 'en-GB',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    return new Visitor(await context.newPage(), context, browser);
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.goto('/sign-in');
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  }

  /** Another page of the same person. */
  async tab(): Promise<Page> {
    const page = await this.context.newPage();
    this.listen(page);
    return page;
  }

  /** What axe finds on the page as it is now, one line each. */
  async accessibility(): Promise<string[]> {
    // Evaluated, not added as a script: the page's policy refuses those.
    await this.page.evaluate(axeSource());
    return this.page.evaluate<string[]>(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
         violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' ' + target.join(' '))))`,
    );
  }

  /** Pixels by which the page is wider than the window. */
  sideways(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  }

  leave(): Promise<void> {
    return this.browser.close();
  }

  private listen(page: Page): void {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }
}

let axe: string | undefined;
function axeSource(): string {
  const require = createRequire(join(process.cwd(), 'package.json'));
  const { source } = require('axe-core') as { source: string }; // its public field
  return (axe ??= source);
}

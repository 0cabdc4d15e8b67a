/** The one place of the end to end tests that reads the environment: what every program inherits. */
export function e2eEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TZ, LOG_LEVEL = 'info' } = process.env;
  return { PATH, HOME, TZ, LOG_LEVEL };
}

/** How long a spec that can go on for longer is to do so (`npm run soak:budget -- --minutes 20`); null in a usual run. */
export function soakMinutes(): number | null {
  const minutes = Number(process.env['HALOSYNC_SOAK_MINUTES'] ?? '');
  return minutes > 0 ? minutes : null;
}

/** Where a browser is looked for: the one that was asked for, else on the path. */
export function chromiumPath(): { readonly asked: string | undefined; readonly path: string } {
  const asked = process.env['CHROMIUM_PATH'];
  return { asked: asked === '' ? undefined : asked, path: process.env['PATH'] ?? '' };
}

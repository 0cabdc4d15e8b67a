// Builds the console with vite, into <folder>/console.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

export async function buildConsole({ folder = join(root, 'dist') } = {}) {
  await build({
    configFile: join(root, 'apps', 'console', 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(folder, 'console') },
  });
}

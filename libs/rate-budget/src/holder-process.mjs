// Bundles holder-process.ts (it uses our own libs) and runs it, for the integration test to kill.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const target = join(root, '.cache', `holder-process-${String(process.pid)}`);
mkdirSync(target, { recursive: true });
const bundle = await rolldown({
  input: fileURLToPath(new URL('holder-process.ts', import.meta.url)),
  platform: 'node',
  tsconfig: join(root, 'tsconfig.base.json'),
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('@halosync/'),
});
await bundle.write({ dir: target, format: 'esm', entryFileNames: 'holder.js' });
await bundle.close();
await import(pathToFileURL(join(target, 'holder.js')).href);
// It is loaded, and nobody tidies up after a SIGKILL.
rmSync(target, { recursive: true });

// `npm test`: bundles the runner (it is TypeScript, and uses our own libs), then runs it. `--help` tells the rest.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
// A folder of its own for every run: several may run side by side.
const target = join(root, '.cache', `test-tool-${String(process.pid)}`);
mkdirSync(target, { recursive: true });
process.on('exit', () => rmSync(target, { recursive: true, force: true }));

const bundle = await rolldown({
  input: join(root, 'tools', 'test', 'src', 'main.ts'),
  platform: 'node',
  tsconfig: join(root, 'tsconfig.base.json'),
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('@halosync/'),
});
await bundle.write({ dir: target, format: 'esm', sourcemap: true, entryFileNames: '[name].js' });
await bundle.close();
await import(pathToFileURL(join(target, 'main.js')).href);

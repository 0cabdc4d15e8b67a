// `npm run model:budget [-- --windows 12 --seed 1]`: bundles the model of libs/rate-budget and prints its table.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = join(root, '.cache', `model-${String(process.pid)}`);
mkdirSync(target, { recursive: true });
process.on('exit', () => rmSync(target, { recursive: true, force: true }));

const bundle = await rolldown({
  input: join(root, 'libs', 'rate-budget', 'src', 'model', 'print-limiter-table.ts'),
  platform: 'node',
  tsconfig: join(root, 'tsconfig.base.json'),
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('@halosync/'),
});
await bundle.write({ dir: target, format: 'esm', entryFileNames: 'table.js' });
await bundle.close();
await import(pathToFileURL(join(target, 'table.js')).href);

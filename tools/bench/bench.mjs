// `npm run bench`: bundles the runner, the load generator and the peers (they are TypeScript, and use our own libs), then
// runs the first. `--help` tells the rest.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
const target = join(root, '.cache', `bench-${String(process.pid)}`);
mkdirSync(target, { recursive: true });
process.on('exit', () => rmSync(target, { recursive: true, force: true }));

const here = join(root, 'tools', 'bench');
const bundle = await rolldown({
  input: {
    main: join(here, 'src', 'main.ts'),
    load: join(here, 'src', 'load', 'load.ts'),
    'bare-http': join(here, 'peers', 'bare-http.ts'),
    'nest-send': join(here, 'peers', 'nest-send.ts'),
    'nest-save': join(here, 'peers', 'nest-save.ts'),
  },
  platform: 'node',
  tsconfig: join(root, 'tsconfig.base.json'),
  // The bundler's own helpers (decorators) are in no package of ours.
  external: (id) => !/^[./]|^@halosync\/|oxc-project[+/]runtime/.test(id),
});
await bundle.write({ dir: target, format: 'esm', sourcemap: true, keepNames: true, entryFileNames: '[name].js' });
await bundle.close();
await import(pathToFileURL(join(target, 'main.js')).href);

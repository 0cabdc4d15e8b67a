// Bundles one program with rolldown. Packages stay outside the bundle, our own libs go in. rolldown honours decorators and
// their metadata, which Nest needs.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every program: its name and the folder of its entries. */
export const programs = new Map(
  ['apps', 'tools', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => existsSync(join(root, folder, name, 'src', 'main.ts')))
      .map((name) => [folder === 'tools' ? `${name}-tool` : name, join(root, folder, name, 'src')]),
  ),
);

/** Writes `<folder>/<name>/{main,migrate,rotate-keys}.js`. */
export async function bundleProgram(name, { folder = join(root, 'dist'), plugins = [] } = {}) {
  const source = programs.get(name);
  if (source === undefined) throw new Error(`no program called ${name}; there are ${[...programs.keys()].join(', ')}`);
  const entries = ['main', 'migrate', 'rotate-keys'].filter((entry) => existsSync(join(source, `${entry}.ts`)));
  const target = join(folder, name);
  rmSync(target, { recursive: true, force: true });
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [entry, join(source, `${entry}.ts`)])),
    platform: 'node',
    tsconfig: join(root, 'tsconfig.base.json'),
    plugins,
    // The bundler's own helpers (decorators) are in no package of ours.
    external: (id) => !/^[./]|^@halosync\/|oxc-project[+/]runtime/.test(id),
    onLog(level, log, handler) {
      if (level === 'warn') handler('error', log);
      else handler(level, log);
    },
  });
  await bundle.write({
    dir: target,
    format: 'esm',
    sourcemap: true,
    keepNames: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  });
  await bundle.close();
}

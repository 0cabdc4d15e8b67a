// Bundles the line with its rules switched off into the folder given: `node build-mutants.mjs FOLDER`. Programs without a
// mutation are those of dist/.
import { readFileSync, symlinkSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram, programs } from '../../../tools/build/bundle-program.mjs';
import { mutations } from './mutations.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = resolve(process.argv[2] ?? '.cache/mutants', 'dist');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

for (const name of programs.keys()) {
  const changes = mutations[name];
  if (changes === undefined) symlinkSync(join(root, 'dist', name), join(folder, name));
  else await bundleProgram(name, { folder, plugins: [mutate(changes)] });
}

function mutate(changes) {
  return {
    name: 'mutate',
    load(id) {
      const own = changes.filter(({ file }) => id === join(root, file));
      if (own.length === 0) return null;
      let code = readFileSync(id, 'utf8');
      for (const { file, find, put } of own) {
        if (code.split(find).length !== 2)
          throw new Error(
            `The mutation of ${file} finds its text ${code.split(find).length - 1} times instead of once: ${find}`,
          );
        code = code.replace(find, () => put);
      }
      return { code, moduleType: 'ts' };
    },
  };
}

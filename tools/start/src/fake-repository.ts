import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LINE_PROGRAMS, SIMULATOR } from '@halosync/line';

/** A repository whose programs are a few lines each, to try the start script on: `dist`, and our `node_modules`. */
export async function fakeRepository(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  await writeFile(join(root, 'package.json'), '{ "type": "module" }');
  await cp(resolve('tools/start/fixtures'), join(root, 'fixtures'), { recursive: true });
  for (const name of [...LINE_PROGRAMS, SIMULATOR]) {
    const folder = join(root, 'dist', name);
    const body = name === 'gateway' ? 'gateway' : name === SIMULATOR ? 'simulator' : 'program';
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'main.js'), `import '../../fixtures/${body}.mjs';\n`);
    if (name === 'gateway') await writeFile(join(folder, 'migrate.js'), "import '../../fixtures/migrate.mjs';\n");
  }
}

import { execFile } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { PROGRAMS, SIMULATOR } from '@halosync/line';

/** A repository whose programs are a few lines each, to try the start script on. */
export async function fakeRepository(root: string): Promise<void> {
  const fixtures = resolve('tools/start/fixtures');
  await mkdir(root, { recursive: true });
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  await writeFile(join(root, 'package.json'), '{ "type": "module" }');
  await cp(fixtures, join(root, 'fixtures'), { recursive: true });
  for (const name of PROGRAMS) {
    const body = name === 'gateway' ? 'gateway' : name === SIMULATOR ? 'simulator' : 'program';
    await mkdir(join(root, 'dist', name), { recursive: true });
    await writeFile(join(root, 'dist', name, 'main.js'), `import '../../fixtures/${body}.mjs';\n`);
  }
  await writeFile(join(root, 'dist', 'gateway', 'migrate.js'), "import '../../fixtures/migrate.mjs';\n");
  const bundle = [join(fixtures, 'bundle.mjs'), resolve('.'), join(root, 'dist', 'start-tool')];
  await promisify(execFile)(process.execPath, bundle);
}

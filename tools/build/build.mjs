// `node tools/build/build.mjs [program …]`: bundles the programs named, all of them and the console without names, into dist/.
import { buildConsole } from './build-console.mjs';
import { bundleProgram, programs } from './bundle-program.mjs';

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : [...programs.keys(), 'console'])
  await (name === 'console' ? buildConsole() : bundleProgram(name));

// `node tools/build/build.mjs [program …]`: bundles the programs named, all of them without names, into dist/.
import { bundleProgram, programs } from './bundle-program.mjs';

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : programs.keys()) await bundleProgram(name);

// Lints the repository: `npm run lint`. The rule about boundaries needs Nx's project graph and says nothing without it, so
// the graph comes first.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createProjectGraphAsync } from 'nx/src/project-graph/project-graph.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
await createProjectGraphAsync({ exitOnError: true });

const asked = process.argv.slice(2);
const eslint = [
  'node_modules/eslint/bin/eslint.js',
  '--cache',
  '--cache-location',
  '.cache/eslint/',
  '--max-warnings',
  '0',
];
const { status } = spawnSync(process.execPath, [...eslint, ...(asked.length > 0 ? asked : ['.'])], {
  stdio: 'inherit',
});
process.exit(status ?? 1);

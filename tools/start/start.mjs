// `npm start` on a fresh clone: no package may be imported before this has installed them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isFit =
    (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || (major === 24 && minor >= 11) || major > 24;
  if (isFit) return;
  fail(
    `Halosync needs Node 20.19, 22.13, 24.11 or newer; this is ${process.version}.`,
    'Install one from https://nodejs.org and try again.',
  );
}

/** Installs when there is nothing yet, or what is there came from another lockfile. */
function install() {
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  const stamp = join(root, 'node_modules', '.halosync-lock');
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const isCurrent =
    existsSync(installed) &&
    (statSync(installed).mtimeMs >= statSync(lock).mtimeMs ||
      (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash));
  if (isCurrent) return;
  console.log('Installing packages (npm ci) …');
  // The npm that runs us, if one does: there may be no other.
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  // Without these two, NODE_ENV=production or an npmrc would leave out what the build needs.
  run(
    [...npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'],
    'npm ci failed: see above.',
  );
  writeFileSync(stamp, hash);
}

/** Builds when a source changed since the last build; comparing contents takes a tenth of a second. */
function build() {
  const stamp = join(root, 'dist', '.stamp');
  const hash = createHash('sha256');
  for (const path of ['package-lock.json', 'tsconfig.base.json', 'nx.json', 'apps', 'libs', 'tools'])
    digest(path, hash);
  const current = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === current && existsSync(entry())) return;
  console.log('Building …');
  process.env.NX_TUI = 'false';
  process.env.NX_DAEMON = 'false';
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules/nx/package.json'), 'utf8'));
  const nx = [
    process.execPath,
    join(root, 'node_modules/nx', bin.nx),
    'run-many',
    '-t',
    'build',
    '--outputStyle=static',
  ];
  run(nx, 'The build failed: see above.', 'pipe');
  writeFileSync(stamp, current);
}

function digest(path, hash) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) {
      if (!['node_modules', 'dist', 'e2e'].includes(name)) digest(join(path, name), hash);
    }
  } else if (!/\.(spec|int-spec)\.ts$|\.md$/.test(path)) {
    hash.update(path).update('\0').update(readFileSync(full)).update('\0');
  }
}

function entry() {
  return join(root, 'dist', 'start-tool', 'main.js');
}

/** Quiet unless it fails: then all that it said. */
function run([command, ...args], failure, output = 'inherit') {
  const outcome = spawnSync(command, args, { cwd: root, stdio: ['ignore', output, output], encoding: 'utf8' });
  if (outcome.error) fail(`${command} did not run: ${outcome.error.message}`);
  if (outcome.status === 0) return;
  process.stderr.write(`${outcome.stdout ?? ''}${outcome.stderr ?? ''}`);
  fail(failure);
}

function fail(...lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}

checkNode();
process.chdir(root);
if (existsSync('.env')) process.loadEnvFile('.env');
install();
build();
await import(pathToFileURL(entry()).href);

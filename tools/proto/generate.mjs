// Writes the four entity protos from their template and generates the TypeScript types: `npm run proto`.
// With --check it changes nothing and fails where what is committed differs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const proto = join(root, 'libs/contracts/proto');
const generated = join(root, 'libs/contracts/src/gen');
const check = process.argv.includes('--check');
const stale = [];

const template = readFileSync(join(proto, 'entity.proto.template'), 'utf8');
for (const entity of ['ticket', 'site', 'user', 'invoice']) {
  const text = template
    .replaceAll('{{entity}}', entity)
    .replaceAll('{{Entity}}', entity[0].toUpperCase() + entity.slice(1));
  write(
    join(proto, 'halosync', entity, 'v1', `${entity}.proto`),
    text.replace(/^\/\/ Generated from/, '// Generated from'),
  );
}

const target = mkdtempSync(join(tmpdir(), 'halosync-proto-'));
try {
  const plugin = join(root, 'node_modules/.bin/protoc-gen-ts_proto');
  const options =
    'nestJs=false,outputServices=false,onlyTypes=true,forceLong=number,useOptionals=none,esModuleInterop=true,snakeToCamel=true,outputPartialMethods=false';
  const config = { version: 'v2', plugins: [{ local: plugin, out: target, opt: options.split(',') }] };
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/@bufbuild/buf/bin/buf'), 'generate', proto, '--template', JSON.stringify(config)],
    { cwd: proto, stdio: 'inherit' },
  );
  for (const file of readdirSync(target, { recursive: true }).filter((name) => name.endsWith('.ts'))) {
    write(join(generated, file), readFileSync(join(target, file), 'utf8'));
  }
} finally {
  rmSync(target, { recursive: true, force: true });
}

if (stale.length > 0) {
  console.error(`These generated files are not what their sources say; run npm run proto:\n  ${stale.join('\n  ')}`);
  process.exit(1);
}

function write(file, text) {
  let held;
  try {
    held = readFileSync(file, 'utf8');
  } catch {
    held = undefined;
  }
  if (held === text) return;
  if (check) stale.push(file.slice(root.length));
  else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

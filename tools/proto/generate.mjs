// Writes the four entity protos from their template and generates the TypeScript types: `npm run proto`.
// With --check it changes nothing and fails where what is committed differs. With --baseline it also takes the contract as it
// is for the one that must not be broken from now on: do so with every release.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
const proto = join(root, 'libs/contracts/proto');
const generated = join(root, 'libs/contracts/src/gen');
const check = process.argv.includes('--check');
const stale = [];

const entities = ['ticket', 'site', 'user', 'invoice'];
const messages = await recordMessages();
const template = readFileSync(join(proto, 'entity.proto.template'), 'utf8');
for (const entity of entities) {
  const text = template
    .replaceAll('{{record}}', messages[entity])
    .replaceAll('{{entity}}', entity)
    .replaceAll('{{Entity}}', capital(entity));
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
  for (const file of readdirSync(join(target, 'halosync'), { recursive: true }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    const text = readFileSync(join(target, 'halosync', file), 'utf8');
    // ts-proto has its own idea of a field mask; the loader of the protos gives and takes the message as it is.
    write(join(generated, 'halosync', file), text.replace(/(readMask:\s*\|?\s*)string\[\]/g, '$1{ paths: string[] }'));
  }
} finally {
  rmSync(target, { recursive: true, force: true });
}

if (process.argv.includes('--baseline')) {
  const options = ['--exclude-source-info', '--output', join(proto, 'baseline.binpb')];
  execFileSync(process.execPath, [join(root, 'node_modules/@bufbuild/buf/bin/buf'), 'build', ...options], {
    cwd: proto,
    stdio: 'inherit',
  });
}

if (stale.length > 0) {
  console.error(`These generated files are not what their sources say; run npm run proto:\n  ${stale.join('\n  ')}`);
  process.exit(1);
}

/** Each entity's message, from the public columns that its service declares. */
async function recordMessages() {
  const folder = join(root, '.cache', `proto-${process.pid}`);
  const columnsOf = (entity) => join(root, 'apps', `${entity}-service`, 'src', `${entity}.columns.ts`);
  const bundle = await rolldown({
    input: {
      fields: join(root, 'libs/ingest/src/reading/record-fields.ts'),
      ...Object.fromEntries(entities.map((entity) => [entity, columnsOf(entity)])),
    },
    platform: 'node',
    tsconfig: join(root, 'tsconfig.base.json'),
  });
  try {
    await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
    const load = (name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href);
    const { recordFields } = await load('fields');
    const of = async (entity) => recordMessage(entity, recordFields((await load(entity))[`${entity}Columns`]));
    return Object.fromEntries(await Promise.all(entities.map(async (entity) => [entity, await of(entity)])));
  } finally {
    await bundle.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function recordMessage(entity, fields) {
  const lines = fields.flatMap(({ says, isOptional, type, name, number }) => [
    `  // ${says}`,
    `  ${isOptional ? 'optional ' : ''}${type} ${name} = ${number};`,
  ]);
  return [
    `// A ${entity} as SQL shows it, column by column. What no copy has carried yet is absent. Instants are RFC 3339, decimals`,
    '// are text, JSON is text. Numbers 12 to 15 are kept for columns that all entities share.',
    `message ${capital(entity)} {`,
    ...lines,
    '}',
    '',
  ].join('\n');
}

function capital(entity) {
  return entity[0].toUpperCase() + entity.slice(1);
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

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './cluster';

const root = join(__dirname, '..', '..', '..');

/** What the published schemas say against each manifest: wrong types, missing fields; null where nothing. */
export function schemaProblems(manifests: readonly Manifest[]): (string | null)[] {
  const output = execFileSync(process.execPath, [join(root, 'tools', 'kubernetes', 'validate.mjs')], {
    input: JSON.stringify(manifests.map((manifest) => ({ manifest, module: modelOf(manifest) }))),
    encoding: 'utf8',
    timeout: 60_000,
  });
  return JSON.parse(output) as (string | null)[];
}

/**
 * What the compiler says against each manifest, written down as a literal of its published type: fields that do not exist,
 * which the schemas let pass; null where nothing.
 */
export function literalProblems(manifests: readonly Manifest[]): (string | null)[] {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'manifests-'));
  try {
    writeFileSync(join(folder, 'manifests.ts'), manifests.map(literal).join('\n'));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.base.json',
        compilerOptions: { types: [], rootDir: '../..' },
        files: ['manifests.ts'],
      }),
    );
    const tsc = join(root, 'node_modules', 'typescript7', 'bin', 'tsc');
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    const said = [...stdout.matchAll(/manifests\.ts\((\d+),\d+\): (.*)/g)].map(
      ([, line, words]) => [Number(line) - 1, words ?? ''] as const,
    );
    if (status !== 0 && said.length === 0)
      throw new Error(`The compiler said nothing of the manifests: ${stdout}${stderr}`);
    return manifests.map((_, line) => said.find(([at]) => at === line)?.[1] ?? null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One line for each, so that the compiler's line tells which. */
function literal(manifest: Manifest, index: number): string {
  return `export const manifest${index}: import('${modelOf(manifest)}').I${manifest.kind} = ${JSON.stringify(manifest)};`;
}

function modelOf({ apiVersion, kind }: Manifest): string {
  const from = apiVersion.includes('keda.sh/')
    ? '@kubernetes-models/keda'
    : apiVersion.includes('strimzi.io/')
      ? '@kubernetes-models/strimzi-kafka-operator'
      : 'kubernetes-models';
  return `${from}/${apiVersion}/${kind}`;
}

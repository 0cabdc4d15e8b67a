import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './cluster';

const deploy = join(__dirname, '..', '..', '..', 'deploy', 'kubernetes');

// Its kustomize is the first that knows components and replacements.
const LEAST_KUBECTL = [1, 22] as const;

/** Why nothing can be rendered here; null where it can. */
export function whyNoKubectl(): string | null {
  const { status, stdout } = spawnSync('kubectl', ['version', '--client', '-o', 'json'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (status !== 0) return 'no kubectl on this machine (Debian: apt-get install kubernetes-client)';
  const { clientVersion } = JSON.parse(stdout) as { clientVersion: { major: string; minor: string } }; // kubectl's own format
  const [major, minor] = [Number(clientVersion.major), Number.parseInt(clientVersion.minor, 10)];
  const isOld = major < LEAST_KUBECTL[0] || (major === LEAST_KUBECTL[0] && minor < LEAST_KUBECTL[1]);
  return isOld ? `kubectl ${major}.${minor} is older than ${LEAST_KUBECTL.join('.')}` : null;
}

/**
 * Renders an overlay, offline.
 * @throws Error with kubectl's words.
 */
export function render(overlay: string): Manifest[] {
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(deploy, 'overlays', overlay)], {
    encoding: 'utf8',
    timeout: 30_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${overlay} cannot be rendered: ${stderr}`);
  return documents(stdout);
}

/** The Secrets that production expects to be there already. */
export function secretsOfProduction(): Manifest[] {
  return documents(readFileSync(join(deploy, 'overlays', 'production', 'secrets.example.yaml'), 'utf8'));
}

function documents(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest); // what it really is the schemas say
}

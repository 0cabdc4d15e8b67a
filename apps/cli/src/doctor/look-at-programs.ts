import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Environment } from '../environment';
import { Misused } from '../failures';
import type { Finding } from './finding';
import { fault, ok } from './finding';
import { judgeLag } from './judge-lag';

const TIMEOUT_MS = 3_000;
const portsFile = z.object({ http: z.record(z.string(), z.number()) });

/**
 * Addresses of programs, by name: those that are given as `name=address`, else those of the local line.
 * @throws Misused where one is not of that form.
 */
export function programAddresses(given: readonly string[], env: Environment): ReadonlyMap<string, string> {
  if (given.length > 0) return new Map(given.map(named));
  try {
    const { http } = portsFile.parse(JSON.parse(readFileSync(join(env.HALOSYNC_DATA_DIR, 'ports.json'), 'utf8')));
    return new Map(Object.entries(http).map(([name, port]) => [name, `http://127.0.0.1:${String(port)}`]));
  } catch {
    return new Map();
  }
}

/** What a program says of itself on its own port: readiness, and how far it is behind Kafka. */
export async function lookAtProgram(name: string, address: string): Promise<Finding[]> {
  try {
    const [ready, metrics] = await Promise.all(
      ['/health/ready', '/metrics'].map((path) => fetch(address + path, { signal: AbortSignal.timeout(TIMEOUT_MS) })),
    );
    if (ready?.ok !== true)
      return [
        fault(`${name}, ready`, (await ready?.text()) ?? '', `What it waits for is named here; its log tells more.`),
      ];
    const lag = judgeLag(name, (await metrics?.text()) ?? '');
    return [ok(`${name}, ready`, 'yes'), ...(lag === null ? [] : [lag])];
  } catch (error) {
    return [
      fault(
        `${name}, ready`,
        error instanceof Error ? error.message : String(error),
        `Nobody answers at ${address}: start it.`,
      ),
    ];
  }
}

function named(text: string): [string, string] {
  const at = text.indexOf('=');
  const address = text.slice(at + 1);
  if (at < 1 || !URL.canParse(address))
    throw new Misused(`${text} is not of the form ticket-service=http://host:port.`);
  return [text.slice(0, at), address.replace(/\/+$/, '')];
}

import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import {
  LINE_PROGRAMS,
  migrateProgram,
  reserveLinePorts,
  type LineSettings,
  type ReservedLinePorts,
} from '@halosync/line';
import type { Guardian } from '@halosync/supervisor';
import { kafkaBrokers, templateDatabase, testDatabase, testTopics, type TestDatabase } from '@halosync/testing';
import { e2eEnvironment } from './e2e-environment';
import type { LineOptions } from './line';

export interface PreparedLine {
  readonly settings: LineSettings;
  readonly database: TestDatabase;
  readonly ports: ReservedLinePorts;
}

/** Ports, secrets, a migrated database and topics for one line. */
export async function prepareLine(options: LineOptions, dataDir: string, guardian: Guardian): Promise<PreparedLine> {
  const ports = await reserveLinePorts();
  const settings = (databaseUrl: string): LineSettings => ({
    root: resolve(options.root ?? '.'),
    env: { ...e2eEnvironment(), ...options.env },
    databaseUrl,
    kafkaBrokers: options.kafkaBrokers ?? kafkaBrokers(),
    topicPrefix,
    ports: ports.ports,
    publicUrl: `http://127.0.0.1:${String(ports.ports.http.gateway)}`,
    encryptionKeys: `e2e:${randomBytes(32).toString('base64')}`,
    adminEmail: 'admin@halosync.example',
    adminPassword: randomBytes(18).toString('base64url'),
    simulator: { dataDir, env: options.simulator ?? {} },
  });
  const topicPrefix = testTopics('line');
  // Six migrations cost ten seconds of CPU: once per run, then clones.
  const template = await templateDatabase('line', async (url) => {
    await Promise.all(LINE_PROGRAMS.map((name) => migrateProgram(name, settings(url), { guardian })));
  });
  const database = await testDatabase('line', template);
  await migrateProgram('connector', settings(database.url), { guardian }); // the topics of this line
  return { settings: settings(database.url), database, ports };
}

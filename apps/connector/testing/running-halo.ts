import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { connectorProto, EntityName } from '@halosync/contracts';
import type { SimulatorLedger } from '@halosync/line';
import { SimulatorClient } from '@halosync/line';

const PROGRAM = resolve('dist/halo-simulator/main.js');

export type Arrival = SimulatorLedger['arrivals'];

export interface TrueRecord {
  readonly id: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/** A simulated Halo, a process of its own. */
export class RunningHalo {
  private constructor(
    readonly url: string,
    readonly control: SimulatorClient,
    private readonly child: ChildProcess,
    private readonly dataDir: string,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<RunningHalo> {
    if (!existsSync(PROGRAM))
      execFileSync(process.execPath, ['tools/build/build.mjs', 'halo-simulator'], { stdio: 'inherit' });
    const dataDir = await mkdtemp(join(tmpdir(), 'halosync-halo-'));
    const child = spawn(process.execPath, [PROGRAM], {
      env: { ...process.env, PORT: '0', DATA_DIR: dataDir, HALOSYNC_SUPERVISED: '1', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((found, failed) => {
      child.once('exit', (code) => failed(new Error(`the simulator ended with ${String(code)}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = JSON.parse(line) as { msg?: string; url?: string }; // its own log line
        if (said.msg === 'listening' && said.url !== undefined) found(said.url);
      });
    });
    return new RunningHalo(url, new SimulatorClient(url), child, dataDir);
  }

  get address(): string {
    return this.url.replace('http://', '');
  }

  async values(over: Partial<connectorProto.ConnectionValues> = {}): Promise<connectorProto.ConnectionValues> {
    return { name: '', ...(await this.control.credentials()), ...over };
  }

  profile(patch: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.control.json('PUT', '/control/profile', patch);
  }

  limiter(patch: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.control.json('PUT', '/control/limiter', patch);
  }

  fault(fault: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.control.json('POST', '/control/faults', fault);
  }

  /** Everything as it was: no faults, the usual behaviour. */
  async calm(): Promise<void> {
    await Promise.all([
      this.control.json('DELETE', '/control/faults'),
      this.control.json('DELETE', '/control/profile'),
      this.control.json('DELETE', '/control/limiter'),
    ]);
  }

  async change(entity: EntityName, id: number, fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.control.json('PATCH', `/control/records/${entity}/${String(id)}`, { fields, webhook: false });
  }

  async create(entity: EntityName, record: Readonly<Record<string, unknown>>): Promise<number> {
    const made = (await this.control.json('POST', `/control/records/${entity}`, { record, webhook: false })) as {
      id: number;
    };
    return made.id;
  }

  async remove(entity: EntityName, id: number): Promise<void> {
    await this.control.json('DELETE', `/control/records/${entity}/${String(id)}?webhook=false`);
  }

  /** Ids of the live records. */
  async ids(entity: EntityName): Promise<number[]> {
    return (await this.records(entity)).map(({ id }) => id);
  }

  /** The live records as they truly are, with all their details, ascending. */
  async records(entity: EntityName): Promise<readonly TrueRecord[]> {
    const response = await fetch(`${this.url}/control/records/${entity}`);
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    return lines
      .map((line) => JSON.parse(line) as TrueRecord & { readonly deleted: boolean }) // as the simulator documents
      .filter(({ deleted }) => !deleted);
  }

  async forgetArrivals(): Promise<void> {
    await this.control.json('DELETE', '/control/ledger/arrivals');
  }

  async arrivals(): Promise<Arrival[]> {
    return this.control.ledger('arrivals');
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

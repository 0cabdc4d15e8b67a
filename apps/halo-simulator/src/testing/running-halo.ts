import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startSimulator } from '../start-simulator';
import type { RunningSimulator } from '../start-simulator';
import type { SimulatorConfig } from '../simulator.config';

export const CLIENT_ID = 'c9534241-dde9-4d04-9d45-32b1fbff22ed';
export const CLIENT_SECRET = '0b7a4f3e-51c2-4d0a-8f6e-3a9d2c1b7e55-7f1d9c20-6b3a-4e8f-a2d4-9c0e5b1f8a36';
export const GOOD_FORM = {
  grant_type: 'client_credentials',
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  scope: 'all',
};

export type Json = Record<string, unknown>;
const object = z.record(z.string(), z.unknown());

export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as an object; fails where it is none. */
  readonly json: Json;
}

/** A simulator in a directory of its own, and a client that holds a token for it. */
export class RunningHalo {
  private static readonly running = new Set<RunningHalo>();
  private token: string | undefined;

  private constructor(
    private simulator: RunningSimulator,
    readonly directory: string,
    private readonly options: Partial<SimulatorConfig>,
  ) {}

  static async start(options: Partial<SimulatorConfig> = {}): Promise<RunningHalo> {
    const directory = await mkdtemp(join(tmpdir(), 'halo-simulator-'));
    const halo = new RunningHalo(
      await startSimulator({ port: 0, dataDirectory: directory, ...options }),
      directory,
      options,
    );
    RunningHalo.running.add(halo);
    return halo;
  }

  /** After a test that failed before it could tidy up. */
  static async stopAll(): Promise<void> {
    for (const halo of [...RunningHalo.running]) await halo.stop();
  }

  get url(): string {
    return this.simulator.url;
  }

  async restart(): Promise<void> {
    await this.simulator.close();
    this.simulator = await startSimulator({ port: 0, dataDirectory: this.directory, ...this.options });
  }

  async stop(): Promise<void> {
    if (!RunningHalo.running.delete(this)) return;
    await this.simulator.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  async call(
    method: string,
    path: string,
    init: { readonly body?: string; readonly headers?: Record<string, string> } = {},
  ): Promise<Seen> {
    const response = await fetch(`${this.url}${path}`, { method, redirect: 'manual', ...init });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      get json() {
        return object.parse(JSON.parse(text));
      },
    };
  }

  askToken(
    form: Record<string, string> = GOOD_FORM,
    path = '/auth/token?tenant=demo',
    headers: Record<string, string> = {},
  ): Promise<Seen> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.call('POST', path, { body: new URLSearchParams(form).toString(), headers: { ...type, ...headers } });
  }

  async api(method: string, path: string, body?: unknown): Promise<Seen> {
    this.token ??= String((await this.askToken()).json['access_token']);
    return this.as(this.token, method, path, body);
  }

  as(token: string, method: string, path: string, body?: unknown): Promise<Seen> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return this.call(method, `/api${path}`, { headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }

  control(method: string, path: string, body?: unknown): Promise<Seen> {
    return this.call(method, `/control${path}`, body === undefined ? {} : { body: JSON.stringify(body) });
  }

  profile(switches: Json): Promise<Seen> {
    return this.control('PUT', '/profile', switches);
  }

  async records(entity: string): Promise<readonly Json[]> {
    const { text } = await this.control('GET', `/records/${entity}`);
    const lines = text.trimEnd().split('\n');
    return lines.map((line) => object.parse(JSON.parse(line)));
  }
}

/** The rows of a list answer. */
export function rows(answer: Seen, key: string): readonly Json[] {
  return z.array(object).parse(answer.json[key]);
}

export function ids(list: readonly Json[]): readonly unknown[] {
  return list.map(({ id }) => id);
}

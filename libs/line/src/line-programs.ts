import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  reservePort,
  runToEnd,
  startProcess,
  type Guardian,
  type ProcessSpec,
  type RunningProcess,
} from '@halosync/supervisor';
import type { LineSettings } from './line-settings';
import type { ReservedLinePorts } from './ports';
import { programSpec } from './program-spec';
import { PROGRAMS, type ProgramName } from './programs';

export interface LineProgramsOptions {
  /** The folder of their logs, kept after a failure: what the programs said is what one wants to read then. */
  readonly logs: string;
  /** Changes how a program is started, such as on which processor. */
  readonly adapt?: (spec: ProcessSpec) => ProcessSpec;
}

/** The processes of one line. A name may end in -2, -3 …: a replica of that program. */
export class LinePrograms {
  private readonly specs = new Map<string, ProcessSpec>();
  private readonly running = new Map<string, RunningProcess>();
  private readonly fallen = new Set<string>();
  private changed: Readonly<Record<string, string>> = {};

  constructor(
    private readonly settings: LineSettings,
    private readonly ports: ReservedLinePorts,
    private readonly guardian: Guardian,
    private readonly options: LineProgramsOptions,
  ) {
    mkdirSync(options.logs, { recursive: true });
  }

  pid(name: string): number {
    const program = this.running.get(name);
    if (program === undefined) throw new Error(`${name} does not run`);
    return program.pid;
  }

  /** Null while it does not run. */
  pidOf(name: string): number | null {
    return this.running.get(name)?.pid ?? null;
  }

  /** The file that has everything the program said. */
  log(name: string): string {
    return join(this.options.logs, `${this.settings.topicPrefix ?? 'line'}-${name}.log`);
  }

  /** Variables that whatever is started from now on has instead of its own. */
  changeEnvironment(variables: Readonly<Record<string, string>>): void {
    this.changed = { ...this.changed, ...variables };
  }

  /** Runs another entry of a program to its end; returns the last line that it said, as JSON. */
  async run(program: ProgramName, entry: string): Promise<Readonly<Record<string, unknown>>> {
    const { env, ...spec } = programSpec(program, this.settings);
    const args = spec.args.map((arg) => arg.replace(/main\.js$/, `${entry}.js`));
    const said: string[] = [];
    await runToEnd(
      { ...spec, name: `${program} ${entry}`, args, env: { ...env, ...this.changed }, timeoutMs: 60_000 },
      { guardian: this.guardian, onLine: (line) => said.push(line) },
    );
    return JSON.parse(said.at(-1) ?? '') as Record<string, unknown>; // a log line
  }

  async start(name: string): Promise<void> {
    const { env, ...rest } = await this.spec(name);
    const changed = { ...rest, env: { ...env, ...this.changed } };
    const spec = this.options.adapt?.(changed) ?? changed;
    const program = await startProcess(spec, {
      guardian: this.guardian,
      onLine: (line) => {
        appendFileSync(this.log(name), `${line}\n`);
      },
    });
    this.running.set(name, program);
    const gone = new AbortController();
    void program.ended.then(() => {
      gone.abort();
      if (this.running.get(name) === program) this.fallen.add(name);
    });
    try {
      await spec.ready(AbortSignal.any([gone.signal, AbortSignal.timeout(spec.readyTimeoutMs)]));
    } catch (cause) {
      throw new Error(`${name} did not become ready; what it said is in ${this.log(name)}`, { cause });
    }
  }

  /** Starts what has ended by itself, as a supervisor would. */
  async startFallen(): Promise<void> {
    for (const name of this.fallen) {
      this.fallen.delete(name);
      await this.start(name);
    }
  }

  /** kill -9. */
  async kill(name: string): Promise<void> {
    const program = this.running.get(name);
    this.running.delete(name);
    program?.kill();
    await program?.ended;
  }

  /** SIGTERM, as in any deployment; resolves with the exit code. */
  async stop(name: string): Promise<number | null | undefined> {
    const program = this.running.get(name);
    this.running.delete(name);
    return (await program?.stop())?.code;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.stop(name)));
  }

  private async spec(name: string): Promise<ProcessSpec> {
    const known = this.specs.get(name);
    if (known !== undefined) return known;
    const program = programNamed(name);
    if (program === name) await this.ports.release(program);
    const spec = program === name ? programSpec(program, this.settings) : await this.replica(program, name);
    this.specs.set(name, spec);
    return spec;
  }

  private async replica(program: ProgramName, name: string): Promise<ProcessSpec> {
    const [http, grpc] = await Promise.all([reservePort(), reservePort()]);
    await Promise.all([http.release(), grpc.release()]);
    return programSpec(program, this.settings, { name, httpPort: http.port, grpcPort: grpc.port });
  }
}

function programNamed(name: string): ProgramName {
  const found = PROGRAMS.find((program) => name === program || name.startsWith(`${program}-`));
  if (found === undefined) throw new Error(`no program is called ${name}`);
  return found;
}

import { RunningConnector, Surroundings } from './running-connector';
import { RunningHalo } from './running-halo';

export interface StageOptions {
  /** How many records of each the simulated Halo has. */
  readonly counts: Readonly<Record<'tickets' | 'sites' | 'users' | 'invoices', number>>;
  /** Variables of the connectors. */
  readonly env?: Readonly<Record<string, string>>;
  readonly connectors?: number;
  /** Whether one of them reads `touched`; others may do that instead. */
  readonly consumesTouches?: boolean;
}

/** Everything that a test of the connector plays on: set before all tests of a file, struck after them, whatever failed. */
export class Stage {
  #halo: RunningHalo | undefined;
  #around: Surroundings | undefined;
  readonly connectors: RunningConnector[] = [];

  constructor(private readonly options: StageOptions) {
    beforeAll(() => this.#set());
    afterAll(() => this.#strike());
    afterEach(() => this.halo.calm());
  }

  get halo(): RunningHalo {
    if (this.#halo === undefined) throw new Error('the stage is not set');
    return this.#halo;
  }

  get around(): Surroundings {
    if (this.#around === undefined) throw new Error('the stage is not set');
    return this.#around;
  }

  get connector(): RunningConnector {
    const [first] = this.connectors;
    if (first === undefined) throw new Error('the stage is not set');
    return first;
  }

  async #set(): Promise<void> {
    const { counts, env, connectors = 1, consumesTouches = true } = this.options;
    this.#halo = await RunningHalo.start({
      SIMULATOR_TICKETS: String(counts.tickets),
      SIMULATOR_SITES: String(counts.sites),
      SIMULATOR_USERS: String(counts.users),
      SIMULATOR_INVOICES: String(counts.invoices),
      SIMULATOR_RATE_LIMIT_ENABLED: 'false',
    });
    this.#around = await Surroundings.make();
    for (let index = 0; index < connectors; index++) {
      const variables = { ...this.around.env(this.halo.address), ...env };
      // One member of the group is enough: a second would make the first wait for it to join.
      this.connectors.push(
        await RunningConnector.start(this.around, variables, { consumesTouches: consumesTouches && index === 0 }),
      );
    }
  }

  async #strike(): Promise<void> {
    await Promise.all(this.connectors.map((connector) => connector.stop()));
    await this.#around?.remove();
    await this.#halo?.stop();
  }
}

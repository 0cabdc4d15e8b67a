/** One thing that readiness depends on; throws with the reason where it is not well. */
export interface HealthCheck {
  readonly name: string;
  readonly check: () => Promise<void> | void;
  /** A failed one means that only a new process helps. */
  readonly isLiveness?: boolean;
}

export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, string>>;
}

/** What `/health/live` and `/health/ready` answer; parts of the program add their checks. */
export class Health {
  readonly #checks: HealthCheck[] = [];
  #isStopping = false;

  add(check: HealthCheck): void {
    this.#checks.push(check);
  }

  /** From here on not ready: load balancers look elsewhere while what is in hand is finished. */
  stopping(): void {
    this.#isStopping = true;
  }

  async live(): Promise<HealthReport> {
    return report(this.#checks.filter(({ isLiveness }) => isLiveness === true));
  }

  async ready(): Promise<HealthReport> {
    if (this.#isStopping) return { status: 'unavailable', checks: { program: 'stopping' } };
    return report(this.#checks);
  }
}

const CHECK_TIMEOUT_MS = 2_000;

async function report(checks: readonly HealthCheck[]): Promise<HealthReport> {
  const results = await Promise.all(checks.map(async ({ name, check }) => [name, await outcome(check)] as const));
  return {
    status: results.every(([, result]) => result === 'ok') ? 'ok' : 'unavailable',
    checks: Object.fromEntries(results),
  };
}

async function outcome(check: HealthCheck['check']): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>(
    (resolve) => (timer = setTimeout(() => resolve('no answer in 2 s'), CHECK_TIMEOUT_MS)),
  );
  try {
    return await Promise.race([Promise.resolve(check()).then(() => 'ok'), late]);
  } catch (error) {
    // The page is open to anybody: the class of failure, not its words.
    return error instanceof Error ? error.name : 'failed';
  } finally {
    clearTimeout(timer);
  }
}

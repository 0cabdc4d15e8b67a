import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** One registry per program; every metric begins with `halosync_`. */
export class Metrics {
  readonly registry = new Registry();
  readonly #refreshes: (() => Promise<void>)[] = [];

  constructor(program: string) {
    this.registry.setDefaultLabels({ program });
    collectDefaultMetrics({ register: this.registry });
  }

  /** Sets gauges that are looked up only when somebody asks. One that fails leaves what it said last. */
  beforePage(refresh: () => Promise<void>): void {
    this.#refreshes.push(refresh);
  }

  async page(): Promise<string> {
    await Promise.allSettled(this.#refreshes.map((refresh) => refresh()));
    return this.registry.metrics();
  }

  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return this.#once(
      name,
      () => new Counter({ name: `halosync_${name}`, help, labelNames: [...labelNames], registers: [this.registry] }),
    );
  }

  gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
    return this.#once(
      name,
      () => new Gauge({ name: `halosync_${name}`, help, labelNames: [...labelNames], registers: [this.registry] }),
    );
  }

  /** @param buckets upper bounds, in the unit that the name ends with. */
  histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
    buckets: readonly number[] = SECONDS,
  ): Histogram<Label> {
    return this.#once(
      name,
      () =>
        new Histogram({
          name: `halosync_${name}`,
          help,
          labelNames: [...labelNames],
          buckets: [...buckets],
          registers: [this.registry],
        }),
    );
  }

  /** Asking again for a metric gives the one that exists. */
  #once<Metric>(name: string, make: () => Metric): Metric {
    const existing = this.registry.getSingleMetric(`halosync_${name}`);
    // Registered under this name by the same kind of call.
    return existing === undefined ? make() : (existing as Metric);
  }
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

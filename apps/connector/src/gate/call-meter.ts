import type { Metrics } from '@halosync/observability';
import type { Counter, Histogram } from 'prom-client';

/** Counts calls to Halo for the metrics page; counts nothing until it is given one. */
export class CallMeter {
  #calls: Counter<'lane' | 'outcome'> | undefined;
  #seconds: Histogram<'lane'> | undefined;

  attach(metrics: Metrics): void {
    this.#calls = metrics.counter('halo_calls_total', 'Calls to Halo, by lane and outcome.', ['lane', 'outcome']);
    this.#seconds = metrics.histogram('halo_call_seconds', 'From sending a call to the end of its answer.', ['lane']);
  }

  note(lane: string, outcome: string, ms: number): void {
    this.#calls?.inc({ lane, outcome });
    this.#seconds?.observe({ lane }, ms / 1_000);
  }
}

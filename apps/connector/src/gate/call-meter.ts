import type { Metrics } from '@halosync/observability';
import type { Counter, Histogram } from 'prom-client';

// A slot falls free each 0.67 s; behind a storm of reads a call may wait for as long as a window.
const WAITS = [0.05, 0.25, 1, 2.5, 5, 10, 30, 60, 150, 300];

/** Counts calls to Halo for the metrics page; counts nothing until it is given one. */
export class CallMeter {
  #calls: Counter<'lane' | 'outcome'> | undefined;
  #seconds: Histogram<'lane'> | undefined;
  #waits: Histogram<'lane'> | undefined;

  attach(metrics: Metrics): void {
    this.#calls = metrics.counter('halo_calls_total', 'Calls to Halo, by lane and outcome.', ['lane', 'outcome']);
    this.#seconds = metrics.histogram('halo_call_seconds', 'From sending a call to the end of its answer.', ['lane']);
    this.#waits = metrics.histogram(
      'budget_wait_seconds',
      'How long a call to Halo waited for its turn.',
      ['lane'],
      WAITS,
    );
  }

  waited(lane: string, ms: number): void {
    this.#waits?.observe({ lane }, ms / 1_000);
  }

  note(lane: string, outcome: string, ms: number): void {
    this.#calls?.inc({ lane, outcome });
    this.#seconds?.observe({ lane }, ms / 1_000);
  }
}

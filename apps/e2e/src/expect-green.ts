import { eventually } from '@halosync/testing';
import { checkLine, listFields, type CheckOptions, type Findings } from './check-line';
import type { Line } from './line';

const GREEN: Findings = { lost: [], stale: [], twice: [], left: [] };

/** The referee's verdict once the line has come to rest: nothing lost, stale, twice or left behind. */
export async function expectGreen(
  line: Line,
  options: { readonly deadLetters?: number; readonly timeoutMs?: number } = {},
): Promise<void> {
  const check: CheckOptions = { listFields: await listFields(line), deadLetters: options.deadLetters ?? 0 };
  await eventually(
    async () => {
      await line.simulator.idle();
      expect(await checkLine(line, check)).toEqual(GREEN);
    },
    { timeoutMs: options.timeoutMs ?? 60_000, intervalMs: 1_000 },
  );
}

/** Waits until all four entities of the connection are complete. */
export async function expectComplete(line: Line, connectionId: string, timeoutMs = 120_000): Promise<void> {
  await eventually(
    async () => {
      const { entities } = await line.api.connection(connectionId);
      const states = Object.fromEntries(Object.entries(entities).map(([entity, { state }]) => [entity, state]));
      expect(states).toEqual({ ticket: 'complete', site: 'complete', user: 'complete', invoice: 'complete' });
    },
    { timeoutMs, intervalMs: 500 },
  );
}

/** Starts a run and waits until it has ended complete. */
export async function completeRun(
  line: Line,
  connectionId: string,
  mode: 'delta' | 'backfill' | 'reconcile',
): Promise<void> {
  const { id } = (await line.api.json('POST', `/api/v1/connections/${connectionId}/runs`, { mode })) as { id: string }; // a run's own shape
  await eventually(
    async () => {
      expect(await line.api.json('GET', `/api/v1/runs/${id}`)).toMatchObject({ state: 'complete' });
    },
    { timeoutMs: 120_000, intervalMs: 300 },
  );
}

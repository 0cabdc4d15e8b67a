import { z } from 'zod';

/** A ticket as Halo tells it: its id, and the whole record as a JSON text. */
export interface Ticket {
  readonly id: number;
  readonly json: string;
}

const line = z.object({ id: z.number(), deleted: z.boolean(), record: z.record(z.string(), z.unknown()).nullable() });

/** All live tickets of a simulated Halo, whole. */
export async function readTickets(simulatorUrl: string): Promise<Ticket[]> {
  const response = await fetch(`${simulatorUrl}/control/records/ticket`);
  const text = await response.text();
  if (!response.ok) throw new Error(`the simulator answered ${String(response.status)}: ${text.slice(0, 200)}`);
  return text
    .trimEnd()
    .split('\n')
    .map((row) => line.parse(JSON.parse(row)))
    .filter(({ deleted, record }) => !deleted && record !== null)
    .map(({ id, record }) => ({ id, json: JSON.stringify(record) }));
}

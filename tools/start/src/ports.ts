import { reserveLinePorts, USUAL_PORTS, type ReservedLinePorts } from '@halosync/line';
import { reservePort } from '@halosync/supervisor';
import { z } from 'zod';
import type { DataDirectory } from './data-directory';

const ports = z.object({
  postgres: z.number(),
  kafka: z.number(),
  kafkaController: z.number(),
  http: z.record(z.string(), z.number()),
  grpc: z.record(z.string(), z.number()),
});

export interface ReservedPorts {
  readonly postgres: number;
  readonly kafka: number;
  readonly kafkaController: number;
  readonly line: ReservedLinePorts;
  /** Lets go of a server's ports, right before it is started. */
  release(server: 'postgres' | 'kafka'): Promise<void>;
}

/**
 * The ports of this data directory: those of the last run if they are free, so that addresses stay valid (the callback
 * URL is registered in Halo); else the usual ones, or the next free ones above.
 */
export async function reservePorts(data: DataDirectory, gatewayPort: number | undefined): Promise<ReservedPorts> {
  const last = ports.safeParse(await data.readJson('ports.json')).data;
  const http = { ...USUAL_PORTS.http, ...last?.http };
  if (gatewayPort !== undefined) http.gateway = gatewayPort;
  const line = await reserveLinePorts({ http, grpc: { ...USUAL_PORTS.grpc, ...last?.grpc } });
  const postgres = await reservePort(last?.postgres ?? 5432);
  const kafka = await reservePort(last?.kafka ?? 9092);
  const kafkaController = await reservePort(last?.kafkaController ?? 9093);
  const found = {
    postgres: postgres.port,
    kafka: kafka.port,
    kafkaController: kafkaController.port,
    ...line.ports,
  };
  await data.writeJson('ports.json', found);
  return {
    postgres: postgres.port,
    kafka: kafka.port,
    kafkaController: kafkaController.port,
    line,
    release: async (server) => {
      await Promise.all((server === 'postgres' ? [postgres] : [kafka, kafkaController]).map((port) => port.release()));
    },
  };
}

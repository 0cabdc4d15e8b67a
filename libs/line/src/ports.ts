import { reservePort, type ReservedPort } from '@halosync/supervisor';
import { LINE_PROGRAMS, PROGRAMS, type LineProgram, type ProgramName } from './programs';

/** One port for HTTP per program, and one for gRPC where it serves that. */
export interface LinePorts {
  readonly http: Readonly<Record<ProgramName, number>>;
  readonly grpc: Readonly<Record<Exclude<LineProgram, 'gateway'>, number>>;
}

// Below the range from which systems take the local ports of outgoing connections: a restart must find them free.
export const USUAL_PORTS: LinePorts = {
  http: {
    gateway: 3000,
    connector: 3010,
    'ticket-service': 3011,
    'site-service': 3012,
    'user-service': 3013,
    'invoice-service': 3014,
    'halo-simulator': 3020,
  },
  grpc: {
    connector: 15050,
    'ticket-service': 15051,
    'site-service': 15052,
    'user-service': 15053,
    'invoice-service': 15054,
  },
};

export interface ReservedLinePorts {
  readonly ports: LinePorts;
  /** Lets go of a program's ports, right before it is started. */
  release(name: ProgramName): Promise<void>;
}

/** Holds free ports for every program: the preferred ones where they are free, any without preference. */
export async function reserveLinePorts(preferred?: LinePorts): Promise<ReservedLinePorts> {
  const held = new Map<ProgramName, ReservedPort[]>();
  const reserve = async (name: ProgramName, port: number | undefined): Promise<number> => {
    const reserved = await reservePort(port);
    held.set(name, [...(held.get(name) ?? []), reserved]);
    return reserved.port;
  };
  const http: Partial<Record<ProgramName, number>> = {};
  for (const name of PROGRAMS) http[name] = await reserve(name, preferred?.http[name]);
  const grpc: Partial<Record<LineProgram, number>> = {};
  for (const name of LINE_PROGRAMS) {
    if (name !== 'gateway') grpc[name] = await reserve(name, preferred?.grpc[name]);
  }
  return {
    // Both loops went over every name.
    ports: { http, grpc } as LinePorts,
    release: async (name) => {
      await Promise.all((held.get(name) ?? []).map((port) => port.release()));
      held.delete(name);
    },
  };
}

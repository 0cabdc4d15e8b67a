import { createServer, type Server } from 'node:net';
import { takesConnections } from './tcp-ready';

export interface ReservedPort {
  readonly port: number;
  /** Lets go, right before the program that will listen is started. */
  release(): Promise<void>;
}

// Instances side by side end up in blocks: 3000, 3100, 3200, …
const STEP = 100;
const TRIES = 40;

/**
 * A free port on the loopback address, held until released so that nobody else who starts right now picks the same.
 * Takes `preferred` if it is free, else one in steps of 100 above it; without `preferred`, any.
 */
export async function reservePort(preferred?: number): Promise<ReservedPort> {
  const wanted = preferred === undefined ? [] : Array.from({ length: TRIES }, (_, step) => preferred + step * STEP);
  for (const port of [...wanted.filter((candidate) => candidate < 65_536), 0]) {
    const held = await listen(port);
    if (held !== undefined) return held;
  }
  throw new Error('no free port on 127.0.0.1: the system hands out none');
}

async function listen(port: number): Promise<ReservedPort | undefined> {
  // On macOS one may listen on 127.0.0.1 beside somebody who listens on 0.0.0.0: ask before.
  if (port !== 0 && (await takesConnections(port))) return undefined;
  const server = createServer((socket) => socket.destroy());
  const listening = await new Promise<boolean>((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host: '127.0.0.1' }, () => {
      resolve(true);
    });
  });
  return listening ? { port: portOf(server), release: () => close(server) } : undefined;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

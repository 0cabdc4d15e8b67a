import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createRawServer } from 'node:net';
import type { Socket } from 'node:net';

export interface LocalServer {
  readonly port: number;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

const running: LocalServer[] = [];

export const httpServer = (answer: RequestListener, address?: string, port?: number): Promise<LocalServer> =>
  listening(createServer(answer), address, port);

export const tlsServer = (
  pair: { readonly key: string; readonly cert: string },
  answer: RequestListener,
): Promise<LocalServer> => listening(createTlsServer(pair, answer));

export const rawServer = (answer: (socket: Socket) => void): Promise<LocalServer> => listening(createRawServer(answer));

export async function closeServers(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close()));
}

async function listening(server: Server, host = '127.0.0.1', wanted = 0): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(wanted, host, done));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => void server.close(() => done()));
  };
  const local = { port, connections: () => connections, close };
  running.push(local);
  return local;
}

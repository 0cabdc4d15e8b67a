import { connect } from 'node:net';
import { poll } from './poll';

/** Ready when the port takes a connection. */
export function tcpReady(port: number, host = '127.0.0.1'): (signal: AbortSignal) => Promise<void> {
  return (signal) => poll(() => takesConnections(port, host), signal, 50);
}

export function takesConnections(port: number, host = '127.0.0.1', timeoutMs = 1_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: timeoutMs });
    const answer = (yes: boolean) => (): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}

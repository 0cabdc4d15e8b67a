import { connect } from 'node:net';
import { poll } from '@halosync/supervisor';

// ApiVersions, version 0: what every client asks first. Length, api key 18, version, correlation id, no client id.
const QUESTION = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

/** Ready when the broker answers a question. An open port proves little: Docker opens it before the broker is there. */
export function kafkaReady(port: number): (signal: AbortSignal) => Promise<void> {
  return (signal) => poll(() => answers(port), signal, 50);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 });
    const settle = (yes: boolean) => (): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => socket.write(QUESTION));
    socket.once('data', settle(true));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, settle(false));
  });
}

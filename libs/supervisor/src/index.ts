export { Guardian } from './guardian';
export { httpReady } from './http-ready';
export { poll } from './poll';
export type { Account, ProcessSpec, StopRank } from './process-spec';
export { reservePort, type ReservedPort } from './reserve-port';
export { runToEnd } from './run-to-end';
export { startProcess, type Ended, type RunningProcess } from './start-process';
export { describeEnd, supervise, type Supervised, type SupervisionEvent, type SupervisionOptions } from './supervise';
export { takesConnections, tcpReady } from './tcp-ready';

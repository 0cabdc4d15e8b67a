export { errorFields } from './error-fields';
export { createLog, silentLog } from './log';
export type { Log } from './log';
export { Metrics } from './metrics';
export { newTraceparent, validTraceparent } from './traceparent';

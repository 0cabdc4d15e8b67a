export { AppError, messageOf } from './app-error';
export type { AppErrorOptions, FieldError } from './app-error';
export { connectionErrorCodes, generalErrorCodes } from './codes';
export type { ConnectionErrorCode, ErrorCode } from './codes';
export { failureClass } from './failure-class';
export type { FailureClass } from './failure-class';
export { fullJitterMs } from './jitter';

import type { Logger } from 'pino';
import { pino } from 'pino';

/** Structured logs: the message is a constant, data is fields. No secrets, no record bodies above debug. */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
  fatal(message: string, fields?: Record<string, unknown>): void;
}

/** A logger that writes one JSON line per message to standard output. */
export function createLog(program: string, level: string): Log {
  const logger = pino({
    level,
    base: { program },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
  return {
    debug: writer(logger, 'debug'),
    info: writer(logger, 'info'),
    warn: writer(logger, 'warn'),
    error: writer(logger, 'error'),
    fatal: writer(logger, 'fatal'),
  };
}

function writer(
  logger: Logger,
  level: 'debug' | 'info' | 'warn' | 'error' | 'fatal',
): (message: string, fields?: Record<string, unknown>) => void {
  return (message, fields) => logger[level](fields ?? {}, message);
}

/** For tests and tools: says nothing. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, fatal: ignore };

function ignore(): void {
  // Nobody listens.
}

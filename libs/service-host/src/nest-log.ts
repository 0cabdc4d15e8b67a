import type { LoggerService } from '@nestjs/common';
import type { Log } from '@halosync/observability';

/** Nest's own messages through the program's logger: its start-up chatter at debug. */
export class NestLog implements LoggerService {
  constructor(private readonly log_: Log) {}

  log(message: unknown, context?: unknown): void {
    this.log_.debug('nest', { detail: String(message), context });
  }

  debug(message: unknown, context?: unknown): void {
    this.log_.debug('nest', { detail: String(message), context });
  }

  verbose(message: unknown, context?: unknown): void {
    this.log_.debug('nest', { detail: String(message), context });
  }

  warn(message: unknown, context?: unknown): void {
    this.log_.warn('nest', { detail: String(message), context });
  }

  error(message: unknown, stack?: unknown, context?: unknown): void {
    this.log_.error('nest', { detail: String(message), stack, context });
  }

  fatal(message: unknown, context?: unknown): void {
    this.log_.fatal('nest', { detail: String(message), context });
  }
}

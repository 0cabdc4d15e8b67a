import { AppError } from './app-error';

/**
 * What a consumer does with a failure: `transient` is retried for ever and never dead-lettered, `poison` is
 * dead-lettered after one attempt, `unknown` (most likely a bug) after a few.
 */
export type FailureClass = 'transient' | 'poison' | 'unknown';

// PostgreSQL, appendix A: connection, rollback (serialization, deadlock), resources, lock not available, operator
// intervention; 57014 is a statement that took too long, which says nothing about its data.
const TRANSIENT_SQLSTATE = /^(08|53|57P|57014|40001|40P01|55P03|25006)/;
// Data exceptions (22xxx) and check violations: this row can never be written.
const POISON_SQLSTATE = /^(22|23514)/;
const TRANSIENT_SYSTEM =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_.*)$/;
// The driver reports these without a code.
const TRANSIENT_MESSAGE =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Query read timeout|not queryable|Client has encountered a connection error|Cannot use a pool after calling end|Driver not Connected/i;

/** Sorts anything thrown while a message was handled. Looks through the chain of causes and TypeORM's `driverError`. */
export function failureClass(error: unknown): FailureClass {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; depth++) {
    if (current instanceof AppError) {
      if (current.retryable) return 'transient';
      if (current.code === 'record_unreadable' || current.code === 'record_invalid') return 'poison';
    }
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    if (TRANSIENT_SQLSTATE.test(code) || TRANSIENT_SYSTEM.test(code)) return 'transient';
    if (POISON_SQLSTATE.test(code)) return 'poison';
    if (TRANSIENT_MESSAGE.test(current.message)) return 'transient';
    // kafkajs marks what may be tried again.
    if (current.name.startsWith('KafkaJS') && 'retriable' in current && current.retriable === true) return 'transient';
    current = 'driverError' in current ? current.driverError : current.cause;
  }
  return 'unknown';
}

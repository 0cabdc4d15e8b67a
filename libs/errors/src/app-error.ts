import type { ErrorCode } from './codes';

/** One wrong field of a request, as Problem Details carry it. */
export interface FieldError {
  /** The field's name, or a word such as `connection` where no single field is at fault. */
  readonly field: string;
  readonly code: ErrorCode;
  /** What was seen. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

export interface AppErrorOptions {
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
  /** Safe to show and to log: no secrets, no record bodies. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
}

/** The one error of this code base; subclasses exist only where somebody catches them. */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
    this.errors = options.errors ?? [];
  }
}

/** The message of anything thrown; JavaScript lets people throw what they like. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

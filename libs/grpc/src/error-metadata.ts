import { Metadata, status } from '@grpc/grpc-js';
import type { ErrorCode, FieldError } from '@halosync/errors';
import { AppError, connectionErrorCodes, generalErrorCodes, messageOf } from '@halosync/errors';

// A binary key: error texts are not ASCII.
const KEY = 'halosync-error-bin';

const DEADLINE_EXCEEDED: number = status.DEADLINE_EXCEEDED;

/** What goes over the wire, beside the status. */
interface WireError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
}

export interface GrpcError {
  readonly code: status;
  readonly details: string;
  readonly message: string;
  readonly metadata: Metadata;
}

/** An error as gRPC answers it. What is not an `AppError` keeps its words to itself. */
export function toGrpcError(error: unknown): GrpcError {
  const known = error instanceof AppError ? error : new AppError('internal', 'The program failed to answer.');
  const metadata = new Metadata();
  const wire: WireError = {
    code: known.code,
    message: known.message,
    retryable: known.retryable,
    details: known.details,
    errors: known.errors,
  };
  metadata.set(KEY, Buffer.from(JSON.stringify(wire)));
  return { code: statusOf(known.code), details: known.message, message: known.message, metadata };
}

/** What a client throws: the server's `AppError` again, or a retryable one where no server answered. */
export function fromGrpcError(error: unknown): AppError {
  const [wire] = hasMetadata(error) ? error.metadata.get(KEY) : [];
  if (Buffer.isBuffer(wire)) {
    const { code, message, retryable, details, errors } = JSON.parse(wire.toString()) as WireError; // written by toGrpcError
    return new AppError(isErrorCode(code) ? code : 'internal', message, { retryable, details, errors, cause: error });
  }
  const isTimeout = hasCode(error) && error.code === DEADLINE_EXCEEDED;
  return new AppError(isTimeout ? 'timeout' : 'unavailable', `The program asked did not answer: ${messageOf(error)}`, {
    retryable: true,
    cause: error,
  });
}

const codes: ReadonlySet<string> = new Set([...connectionErrorCodes, ...generalErrorCodes]);
const isErrorCode = (code: string): code is ErrorCode => codes.has(code);

function hasMetadata(error: unknown): error is { metadata: Metadata } {
  return typeof error === 'object' && error !== null && 'metadata' in error && error.metadata instanceof Metadata;
}

function hasCode(error: unknown): error is { code: number } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number';
}

function statusOf(code: ErrorCode): status {
  switch (code) {
    case 'not_found':
      return status.NOT_FOUND;
    case 'out_of_range':
      return status.OUT_OF_RANGE;
    case 'conflict':
    case 'precondition_failed':
      return status.FAILED_PRECONDITION;
    case 'unauthenticated':
      return status.UNAUTHENTICATED;
    case 'forbidden':
      return status.PERMISSION_DENIED;
    case 'unavailable':
      return status.UNAVAILABLE;
    case 'timeout':
      return status.DEADLINE_EXCEEDED;
    case 'internal':
      return status.INTERNAL;
    default:
      return status.INVALID_ARGUMENT;
  }
}

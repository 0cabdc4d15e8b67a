import type { FieldError, Problem } from './types';

/** An answer that is not 2xx, or none at all: then `status` is 0. */
export class ApiError extends Error {
  constructor(
    readonly problem: Pick<Problem, 'status' | 'code' | 'title' | 'detail'> & Partial<Problem>,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail);
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  get errors(): readonly FieldError[] {
    return this.problem.errors ?? [];
  }
}

/** Whether somebody has to sign in (again). */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

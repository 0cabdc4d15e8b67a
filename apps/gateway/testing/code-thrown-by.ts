import { AppError } from '@halosync/errors';

/** The code of the AppError that the work throws; null where it throws none. */
export function codeThrownBy(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : null;
  }
}

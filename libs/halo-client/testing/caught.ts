import { AppError } from '@halosync/errors';

/** The AppError that a call ends with; anything else is a failed test. */
export async function caught(act: () => unknown): Promise<AppError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

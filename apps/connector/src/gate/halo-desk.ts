import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, fullJitterMs } from '@halosync/errors';
import type { EntityName } from '@halosync/contracts';
import type { HaloApi } from '@halosync/halo-client';
import type { Connection } from '../connections/connection';
import type { TokenKeeper } from '../tokens/token-keeper';
import type { CallLedger } from './call-ledger';
import type { CallPurpose, GatedExchange, HaloGate } from './halo-gate';
import type { Refusals } from './refusals';

/** An answer, and the call that brought it. */
export interface Answer<T> extends Omit<GatedExchange, 'exchange'> {
  readonly value: T;
}

export interface Question<T> {
  /** Null for what is no record: a 401 then speaks of that resource alone. */
  readonly entity: EntityName | null;
  readonly ask: (api: HaloApi) => Promise<T>;
  /** For the ledger. */
  readonly rowsOf: (value: T) => number;
}

/** Failures of one kind in a row after which somebody should hear of it, where it may be the page and not the moment. */
const DOUBTFUL_ATTEMPTS = 5;

/**
 * Asks Halo one thing, signed in. A 401 is answered by a newer token, once (M12). This is the only layer that asks
 * again after a failure that may pass, and each time takes a slot of its own.
 */
export class HaloDesk {
  constructor(
    private readonly gate: HaloGate,
    private readonly tokens: TokenKeeper,
    private readonly ledger: CallLedger,
    private readonly refusals: Refusals,
  ) {}

  /** Asks once. @throws AppError of the answer, `halo_forbidden` or `auth_failed` for a refused token. */
  async ask<T>(connection: Connection, purpose: CallPurpose, question: Question<T>): Promise<Answer<T>> {
    const token = await this.tokens.current(connection);
    try {
      return await this.#askWith(connection, purpose, question, token.accessToken);
    } catch (error) {
      if (!isUnauthorised(error)) throw error;
    }
    const { entity } = question;
    if (entity !== null && this.refusals.isKnown(connection, entity)) throw this.refusals.forbidden(entity);
    const newer = await this.tokens.after401(connection, token.epoch);
    try {
      return await this.#askWith(connection, purpose, question, newer.accessToken);
    } catch (error) {
      if (!isUnauthorised(error)) throw error;
      throw entity === null ? refusedByScope(error) : await this.refusals.judge(connection, entity, newer.accessToken);
    }
  }

  /** Asks until there is an answer, or a failure that time does not heal. */
  async askPatiently<T>(
    connection: Connection,
    purpose: CallPurpose,
    question: Question<T>,
    onFailure: (error: AppError, attempt: number) => void,
  ): Promise<Answer<T>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.ask(connection, purpose, question);
      } catch (error) {
        purpose.signal?.throwIfAborted();
        if (!(error instanceof AppError) || !mayPass(error, attempt)) throw error;
        onFailure(error, attempt);
        await sleep(fullJitterMs(attempt), undefined, purpose.signal === undefined ? {} : { signal: purpose.signal });
      }
    }
  }

  async #askWith<T>(
    connection: Connection,
    purpose: CallPurpose,
    question: Question<T>,
    token: HaloApi['token'],
  ): Promise<Answer<T>> {
    let last: GatedExchange | undefined;
    const api: HaloApi = {
      resourceUrl: connection.resourceUrl,
      token,
      send: async (call) => {
        last = await this.gate.call(connection, purpose, call);
        return last.exchange;
      },
    };
    try {
      const value = await question.ask(api);
      if (last === undefined) throw new AppError('internal', 'A question was answered without a call.');
      const { callId, validFrom, knownAt } = last;
      await this.ledger.note(callId, { rows: question.rowsOf(value) });
      if (question.entity !== null) await this.refusals.readable(connection, question.entity);
      return { value, callId, validFrom, knownAt };
    } catch (error) {
      // The status was good and the content was not.
      if (last !== undefined && error instanceof AppError && error.code === 'halo_answer_invalid') {
        await this.ledger.note(last.callId, { outcome: error.code });
      }
      if (!(error instanceof AppError) || error.code !== 'halo_forbidden' || question.entity === null) throw error;
      await this.refusals.refused(connection, question.entity);
      throw this.refusals.forbidden(question.entity, error);
    }
  }
}

/** Records go on being read with this token, or their own questions find out that it is refused altogether. */
const refusedByScope = (cause: unknown): AppError =>
  new AppError('halo_forbidden', 'Halo refuses this with a token that it has just issued (401).', { cause });

const isUnauthorised = (error: unknown): boolean => error instanceof AppError && error.code === 'halo_unauthorised';

/** An answer that cannot be read, or a 404 of a whole list, may be a moment's fault; five in a row are not. */
function mayPass(error: AppError, attempt: number): boolean {
  if (error.code === 'halo_answer_invalid' || error.code === 'halo_not_found' || error.code === 'halo_server_error') {
    const isFault = error.code === 'halo_server_error' && error.retryable;
    return isFault || attempt < DOUBTFUL_ATTEMPTS;
  }
  return error.retryable;
}

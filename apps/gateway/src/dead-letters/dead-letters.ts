import type { EntityName, deadLetterListSchema, deadLetterQuery, entityProto } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { z } from 'zod';
import type { ServiceClients } from '../peers/service.client';
import { deadLetterView } from './dead-letter-view';
import type { LetterCursor } from './letter-cursor';
import { readCursor, writeCursor } from './letter-cursor';

type DeadLetterPage = z.output<typeof deadLetterListSchema>;

/** The words of the services for whose fault it is. */
const failureOf = { data: 'poison', ours: 'unknown' } as const;

/** The dead letters of the four services as one list, newest first. */
export class DeadLetters {
  constructor(private readonly services: ServiceClients) {}

  async list(connectionId: string, query: z.output<typeof deadLetterQuery>): Promise<DeadLetterPage> {
    const cursor = readCursor(query.cursor);
    const asked = entityNames.filter((entity) => (query.entity ?? entity) === entity && cursor[entity] !== 'end');
    const answers = await Promise.all(
      asked.map(async (entity) => ({ entity, page: await this.#page(entity, connectionId, query, cursor) })),
    );
    const unavailable = answers.filter(({ page }) => page === null).map(({ entity }) => entity);
    if (asked.length > 0 && unavailable.length === asked.length)
      throw new AppError('unavailable', 'No service answers about its dead letters.', { retryable: true });
    const letters = answers.flatMap(({ entity, page }) => (page?.items ?? []).map((letter) => ({ entity, letter })));
    letters.sort((a, b) => b.letter.createdAt.localeCompare(a.letter.createdAt));
    const shown = letters.slice(0, query.limit);
    const next: LetterCursor = { ...cursor };
    for (const { entity, page } of answers) {
      const own = shown.filter((letter) => letter.entity === entity);
      const isAtEnd = page !== null && page.nextCursor === '' && own.length === page.items.length;
      next[entity] = isAtEnd ? 'end' : (own.at(-1)?.letter.id ?? cursor[entity]);
    }
    // A service that is away may have letters to come: its part of the list is where it was.
    const hasMore = answers.some(({ entity, page }) => page !== null && next[entity] !== 'end');
    return {
      items: shown.map(({ entity, letter }) => deadLetterView(entity, letter)),
      nextCursor: hasMore ? writeCursor(next) : null,
      unavailable,
    };
  }

  /** @throws AppError `not_found`. */
  async replayOne(entity: EntityName, id: string): Promise<number> {
    const replayed = await this.services.of(entity).replayDeadLetters({ id, connectionId: '' });
    if (replayed === 0) throw new AppError('not_found', 'There is no such dead letter.');
    return replayed;
  }

  async replayAll(connectionId: string): Promise<number> {
    const counts = await Promise.all(
      entityNames.map((entity) => this.services.of(entity).replayDeadLetters({ id: '', connectionId })),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async #page(
    entity: EntityName,
    connectionId: string,
    query: z.output<typeof deadLetterQuery>,
    cursor: LetterCursor,
  ): Promise<entityProto.ListDeadLettersResponse | null> {
    try {
      return await this.services.of(entity).listDeadLetters({
        connectionId,
        cursor: cursor[entity] ?? '',
        limit: query.limit,
        includeReplayed: query.includeReplayed,
        haloId: query.haloId ?? 0,
        failure: query.cause === undefined ? '' : failureOf[query.cause],
      });
    } catch (error) {
      if (error instanceof AppError && (error.code === 'unavailable' || error.code === 'timeout')) return null;
      throw error;
    }
  }
}

import type { EntityName } from '@halosync/contracts';
import { isEntityName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { Connection } from '../connections/connection';
import { connectionById } from '../connections/connection';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PAGE = { usual: 50, most: 200 };

/** @throws AppError `not_found`: nothing has an id that is none. */
export function uuid(text: string): string {
  if (!UUID.test(text)) throw new AppError('not_found', 'There is nothing with this id.');
  return text;
}

/** Empty for the first page. @throws AppError `invalid_request`. */
export function cursor(text: string): string | null {
  if (text === '') return null;
  if (!UUID.test(text)) throw invalid('cursor', 'This cursor was not given out by us.');
  return text;
}

export function pageLimit(limit: number): number {
  return limit <= 0 ? PAGE.usual : Math.min(limit, PAGE.most);
}

export function entity(word: string): EntityName {
  if (!isEntityName(word)) throw invalid('entity', 'An entity is ticket, site, user or invoice.');
  return word;
}

export function time(field: string, text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw invalid(field, 'A time is written as 2026-11-03T14:02:11Z.');
  return at;
}

/** @throws AppError `not_found`, for deleted ones too. */
export async function existing(dataSource: DataSource, id: string): Promise<Connection> {
  const connection = await connectionById(dataSource, uuid(id));
  if (connection === null || connection.status === 'deleted')
    throw new AppError('not_found', 'There is no such connection.');
  return connection;
}

export function invalid(field: string, message: string): AppError {
  return new AppError('invalid_request', message, {
    errors: [{ field, code: 'invalid_request', message, hint: 'Correct the request.' }],
  });
}

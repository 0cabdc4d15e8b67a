import type { connectorProto, EntityName } from '@halosync/contracts';
import { isEntityName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { Connection } from '../connections/connection';
import { connectionById } from '../connections/connection';
import type { CallFilter } from '../gate/call-ledger';

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

/** What was said, null where nothing was. */
export function given(text: string | null | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** @throws AppError `invalid_request`. */
export function callFilter(request: connectorProto.ListCallsRequest): CallFilter {
  const name = given(request.entity);
  const status = given(request.status);
  const [from, to] = [given(request.from), given(request.to)];
  if (status !== null && status !== 'none' && !/^\d{3}$/.test(status))
    throw invalid('status', 'A status is a number such as 429, or none.');
  return {
    lane: given(request.lane),
    entity: name === null ? null : entity(name),
    status: status === null || status === 'none' ? status : Number(status),
    from: from === null ? null : time('from', from),
    to: to === null ? null : time('to', to),
  };
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

import type { Connection, EntityState, Run } from '../api/types';
import { verdictOf } from './verdict-of';

const now = new Date('2026-11-03T14:02:00Z');
const whole: EntityState = {
  state: 'complete',
  inHalo: 100,
  inPostgres: 100,
  lastWebhookAt: null,
  lastCompleteAt: '2026-11-03T13:58:00Z',
  lagSeconds: 0,
  webhooksReceived: 0,
  deadLetters: 0,
  detail: null,
};

function connection(given: Partial<Connection> = {}, ticket: Partial<EntityState> = {}): Connection {
  const entities = { ticket: { ...whole, ...ticket }, site: whole, user: whole, invoice: whole };
  // The fields that a verdict reads.
  return { status: 'active', warnings: [], entities, ...given } as Connection;
}
const warning = (code: string, field = 'connection') => ({ field, code, message: 'seen', hint: 'do this' });

describe('the verdict', () => {
  it('everything here and in Halo is complete, with the proof', () => {
    const { mark, sentence, detail, action } = verdictOf(connection(), undefined, now);
    expect([mark, action]).toEqual(['complete', null]);
    expect(sentence).toMatch(/^Complete as of /);
    expect(detail).toContain('400 of 400 records');
  });

  it('is as old as its oldest part', () => {
    const { sentence } = verdictOf(connection({}, { lastCompleteAt: '2026-10-01T10:00:00Z' }), undefined, now);
    expect(sentence).toMatch(/Oct/);
  });

  it('never claims equality where webhooks have moved on', () => {
    expect(verdictOf(connection({}, { inPostgres: 103 }), undefined, now).detail).toContain('403 rows');
  });

  it('never takes equal sums for equal kinds', () => {
    const { ticket, user, invoice } = connection().entities;
    const entities = { ticket: { ...ticket, inPostgres: 101 }, site: { ...whole, inPostgres: 99 }, user, invoice };
    expect(verdictOf(connection({ entities }), undefined, now).detail).toContain('Webhooks have moved on');
  });

  it.each([
    ['a refused sign-in', connection({ status: 'auth_failed' }), 'needs_you', 'replace_secret'],
    ['a brake', connection({ warnings: [warning('deletions_held_back', 'ticket')] }), 'needs_you', null],
    ['a permission lost', connection({ warnings: [warning('entity_forbidden', 'ticket')] }), 'needs_you', 'sync'],
    ['a standstill', connection({}, { state: 'stalled' }), 'needs_you', 'sync'],
    ['a shortfall', connection({}, { state: 'incomplete', inPostgres: 98 }), 'needs_you', 'sync'],
    ['a webhook off', connection({ warnings: [warning('webhook_disabled', 'webhook')] }), 'exceptions', 'webhook'],
    ['a pause', connection({ status: 'paused' }), 'paused', 'resume'],
    ['dead letters', connection({}, { deadLetters: 2 }), 'exceptions', 'dead_letters'],
  ] as const)('%s is told, with what helps', (_what, held, mark, action) => {
    expect(verdictOf(held, undefined, now)).toMatchObject({ mark, action });
  });

  it('the worst comes first', () => {
    const held = connection(
      { status: 'auth_failed', warnings: [warning('webhook_disabled', 'webhook')] },
      { state: 'stalled' },
    );
    expect(verdictOf(held, undefined, now).action).toBe('replace_secret');
  });

  it('a shortfall says how many', () => {
    const { sentence } = verdictOf(connection({}, { state: 'incomplete', inPostgres: 98 }), undefined, now);
    expect(sentence).toBe('Tickets are incomplete: 2 of 100 missing');
  });

  it('a first sync says how far and when, and never 100 per cent before all is complete', () => {
    const first: EntityState = { ...whole, state: 'running', lastCompleteAt: null, inPostgres: 100 };
    const held = connection({ entities: { ticket: first, site: first, user: first, invoice: first } });
    const run = { endedAt: null, etaSeconds: 600, entities: {} } as unknown as Run; // the fields that are read
    const { mark, sentence } = verdictOf(held, run, now);
    expect(mark).toBe('syncing');
    expect(sentence).toMatch(/^First sync: 99 %, ready at about /);
  });
});

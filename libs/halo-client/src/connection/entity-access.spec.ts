import { answer } from '../../testing/answer';
import { attempt, good, listOf } from '../../testing/attempt';
import { fakeHalo } from '../../testing/fake-halo';
import { testConnection } from './test-connection';

describe('warnings', () => {
  it('names the entities that are forbidden, or seem to be', async () => {
    const result = await attempt({ entities: { invoice: answer(403), site: answer(401), user: answer(404) } });
    expect(result.warnings.map(({ field, code, message }) => `${field}: ${code}: ${message}`)).toEqual([
      'site: entity_forbidden: Sites: permission missing (401).',
      'user: entity_forbidden: Users: permission missing (404).',
      'invoice: entity_forbidden: Invoices: permission missing (403).',
    ]);
    expect(result.entities.invoice).toMatchObject({
      readable: false,
      recordCount: null,
      warning: { code: 'entity_forbidden' },
    });
    expect(result.entities.ticket).toEqual({ readable: true, recordCount: 717 });
  });

  it('names the entities of which nothing is seen', async () => {
    const result = await attempt({ entities: { ticket: listOf('tickets', []) } });
    expect(result.warnings).toMatchObject([{ field: 'ticket', code: 'entity_empty' }]);
    expect(result.entities.ticket).toMatchObject({ readable: true, recordCount: 0 });
  });

  it('accepts a Halo whose limit is used up, and stops asking', async () => {
    const halo = fakeHalo({ list: answer(429, 'Rate Limit Reached - 300 Requests per rolling 5 minute window.') });
    const result = await testConnection(good, { send: halo.send });
    expect(result.warnings).toMatchObject([
      { field: 'connection', code: 'rate_limited_now', message: expect.stringContaining('300 per 5 min') },
    ]);
    expect(result.entities.user).toEqual({ readable: null, recordCount: null });
    expect(halo.calls).toHaveLength(3);
  });
});

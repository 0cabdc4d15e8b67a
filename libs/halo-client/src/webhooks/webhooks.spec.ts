import { inspect } from 'node:util';
import { Secret } from '@halosync/config';
import { answer } from '../../testing/answer';
import { answering } from '../../testing/sent';
import { listWebhooks, readWebhook } from './read-webhook';
import { attachEvents, saveWebhook } from './write-webhook';

const id = '7c2e3d52-91a4-4c58-8c61-2b7d0f5f9a77';
const inHalo = {
  id: id.toUpperCase(),
  name: 'Halosync',
  url: 'https://sync.example.com/x',
  active: true,
  disabled: true,
  last_auto_disable_date: '2026-11-03T12:55:10.27',
  method: '0',
  content_type: 'application/json',
  authentication_type: 3,
  authentication_header: 'X-Halo',
  basic_username: null,
  payload_type: 1,
  batch_method: 0,
  last_status: 503,
  events: [{ id: 12, eventno: '61', name: null }],
};

describe('a webhook of Halo', () => {
  it('is read with its events', async () => {
    expect(await readWebhook(answering(answer(200, inHalo)), id)).toEqual({
      id,
      name: 'Halosync',
      url: 'https://sync.example.com/x',
      note: '',
      isActive: true,
      isDisabled: true,
      disabledAt: new Date('2026-11-03T12:55:10.270Z'),
      isPost: true,
      contentType: 'application/json',
      auth: { type: 'header', name: 'X-Halo' },
      payload: 'full',
      isBatched: false,
      lastStatus: 503,
      events: [{ notificationId: 12, eventNumber: 61, name: '' }],
    });
  });

  it('that never was switched off has the sentinel date', async () => {
    const webhook = { ...inHalo, last_auto_disable_date: '1900-01-01T00:00:00', events: null };
    expect(await readWebhook(answering(answer(200, webhook)), id)).toMatchObject({ disabledAt: null, events: null });
  });

  it('is gone with 404, and a proxy that says so is no answer', async () => {
    expect(await readWebhook(answering(answer(404)), id)).toBeNull();
    await expect(readWebhook(answering(answer(404, '<html>')), id)).rejects.toMatchObject({
      code: 'halo_answer_invalid',
    });
    await expect(readWebhook(answering(answer(200, { id: 'x' })), id)).rejects.toMatchObject({
      code: 'halo_answer_invalid',
    });
    await expect(readWebhook(answering(answer(403)), id)).rejects.toMatchObject({ code: 'halo_forbidden' });
  });

  it.each([[[inHalo, { id: 'no guid' }, null]], [{ record_count: 1, webhooks: [inHalo] }]])(
    'is found in a list: %#',
    async (body) => {
      expect((await listWebhooks(answering(answer(200, body)))).map((webhook) => webhook.id)).toEqual([id]);
    },
  );

  it.each([inHalo, [inHalo], { webhooks: [inHalo] }])('tells its id when it is saved: %#', async (body) => {
    const api = answering(answer(201, body));
    const auth = { type: 'basic', name: 'halo', secret: new Secret('c4nary') } as const;
    expect(await saveWebhook(api, { name: 'Halosync', url: 'https://x', isSetUp: true, auth })).toBe(id);
    const sent = api.calls[0]?.body;
    const [fields] = JSON.parse(sent instanceof Secret ? sent.reveal() : '') as object[];
    expect(fields).toMatchObject({
      ...{ url: 'https://x', active: true, disabled: false, payload_type: 1, batch_method: 0 },
      ...{ authentication_type: 1, basic_username: 'halo', basic_password: 'c4nary' },
    });
    expect(inspect(api.calls, { depth: 9 }) + JSON.stringify(api.calls)).not.toContain('c4nary');
  });

  it('says nothing of what is to stay, and its id may stay unsaid', async () => {
    const api = answering(answer(200, {}));
    expect(await saveWebhook(api, { id, url: 'https://x', isSetUp: false })).toBeNull();
    const sent = api.calls[0]?.body;
    expect(sent instanceof Secret ? sent.reveal() : '').toBe(JSON.stringify([{ id, url: 'https://x' }]));
  });

  it('gets its events in one call', async () => {
    const api = answering(answer(201, { id: 1 }));
    await attachEvents(api, id, [
      { eventNumber: 3, label: 'New Ticket Logged', needsCondition: false },
      { eventNumber: 61, label: 'Ticket Changed', needsCondition: true },
    ]);
    expect(api.calls).toHaveLength(1);
    const sent = api.calls[0]?.body;
    expect(JSON.parse(sent instanceof Secret ? sent.reveal() : '')).toMatchObject([
      { webhook_id: id, eventno: 3, name: 'New Ticket Logged', conditions: [] },
      { webhook_id: id, eventno: 61, conditions: [{ tablename: 'faults' }] },
    ]);
  });
});

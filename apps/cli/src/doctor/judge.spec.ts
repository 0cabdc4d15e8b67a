import type { ConnectionView, EntityStateView, WebhookView } from '@halosync/contracts';
import { perEntity } from '@halosync/contracts';
import { judgeConnection, judgeWebhook } from './judge-connection';
import { judgeLag } from './judge-lag';

const well: EntityStateView = {
  ...{ state: 'complete', inHalo: 8, inPostgres: 8, lastWebhookAt: null, lastCompleteAt: null, lagSeconds: 0 },
  ...{ webhooksReceived: 0, deadLetters: 0, detail: null },
};

const connection = (given: object = {}, ticket: Partial<EntityStateView> = {}): ConnectionView =>
  ({
    id: 'c1',
    name: 'North',
    status: 'active',
    callbackUrl: 'https://sync.example/webhooks/halo/x',
    callbackReachable: 'public',
    entities: { ...perEntity(() => well), ticket: { ...well, ...ticket } },
    budget: { limit: 450, windowSeconds: 300, used: 1, waiting: 0, blockedUntil: null },
    warnings: [],
    ...given,
  }) as unknown as ConnectionView; // what the doctor looks at

const faults = (view: ConnectionView): string[] =>
  judgeConnection(view).flatMap(({ hop, state }) => (state === 'ok' ? [] : [`${state}: ${hop}`]));

describe('the doctor', () => {
  it('finds nothing where all is well', () => {
    expect(faults(connection())).toEqual([]);
  });

  it.each<[string, ConnectionView, string]>([
    ['paused', connection({ status: 'paused' }), 'warning: connection North'],
    ['signed out', connection({ status: 'auth_failed' }), 'fault: connection North'],
    ['incomplete', connection({}, { state: 'incomplete' }), 'fault: connection North, tickets'],
    ['dead letters', connection({}, { deadLetters: 2 }), 'warning: connection North, tickets'],
    ['an inbox that waits', connection({}, { lagSeconds: 60 }), 'fault: connection North, inbox'],
    ['a private address', connection({ callbackReachable: 'private' }), 'warning: connection North, callback URL'],
  ])('names what is not: %s', (_name, view, expected) => {
    expect(faults(view)).toEqual([expected]);
  });

  it('says what to do about everything that is not well', () => {
    const broken = connection({ status: 'paused', callbackReachable: 'private' }, { state: 'stalled', lagSeconds: 99 });
    const advice = judgeConnection(broken).filter(({ state }) => state !== 'ok');
    expect(advice).toHaveLength(4);
    expect(advice.filter((finding) => finding.advice === '')).toEqual([]);
  });

  it('a webhook that Halo has switched off is a fault, one that is silent a warning', () => {
    const webhook = (state: WebhookView['state']): WebhookView =>
      ({ state, events: [], differences: [] }) as unknown as WebhookView; // what is looked at
    expect(judgeWebhook('North', webhook('disabled')).state).toBe('fault');
    expect(judgeWebhook('North', webhook('waiting_for_first_event')).state).toBe('warning');
    expect(judgeWebhook('North', webhook('receiving')).state).toBe('ok');
  });

  it('adds up the partitions of a consumer', () => {
    const metrics =
      'halosync_consumer_lag{topic="a",partition="0"} 3\nhalosync_consumer_lag{topic="a",partition="1"} 30000\n';
    expect(judgeLag('ticket-service', metrics)).toMatchObject({ state: 'warning', seen: '30003 messages wait' });
    expect(judgeLag('gateway', 'halosync_inbox_waiting 0')).toBeNull();
  });
});

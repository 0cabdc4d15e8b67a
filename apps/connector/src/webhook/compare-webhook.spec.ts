import { subscribedEvents } from '@halosync/contracts';
import type { HaloWebhook } from '@halosync/halo-client';
import { aHaloWebhook, callbackUrl } from '../../testing/a-halo-webhook';
import type { Attachment } from './attached-events';
import { compareWebhook } from './compare-webhook';
import type { SubscribedEvent } from './event-numbers';
import { readEventNumbers } from './event-numbers';
import type { WantedWebhook } from './wanted-webhook';
import { webhookFaults } from './webhook-faults';

const numbers = readEventNumbers('');
const plain: WantedWebhook = {
  url: callbackUrl('a'),
  earlierUrls: [callbackUrl('b')],
  auth: { type: 'none', name: '' },
  heard: [],
};
const all = new Map<SubscribedEvent, Attachment>(subscribedEvents.map((event) => [event, 'yes']));
const compare = (webhook: Partial<HaloWebhook>, wanted: Partial<WantedWebhook> = {}, events = all) =>
  compareWebhook(aHaloWebhook(webhook), { ...plain, ...wanted }, events, numbers);

describe('the webhook beside what it should be', () => {
  it('differs in nothing where all is right', () => {
    expect(compare({})).toEqual([]);
    const auth = { type: 'header', name: 'x-halo' } as const;
    expect(compare({ auth: { type: 'header', name: 'X-Halo' } }, { auth })).toEqual([]);
  });

  it.each<[string, Partial<HaloWebhook>, Partial<WantedWebhook>, boolean]>([
    ['disabled', { isDisabled: true, disabledAt: new Date('2026-11-03T12:55:10Z') }, {}, true],
    ['active', { isActive: false }, {}, true],
    ['url', { url: 'https://elsewhere.example.com/' }, {}, true],
    ['url', { url: callbackUrl('b') }, {}, false],
    ['method', { isPost: false }, {}, true],
    ['contentType', { contentType: 'text/xml' }, {}, true],
    ['authentication', {}, { auth: { type: 'basic', name: 'halo' } }, true],
    ['authentication', { auth: { type: 'basic', name: 'x' } }, { auth: { type: 'basic', name: 'halo' } }, true],
    ['authentication', { auth: { type: 'other', name: '' } }, {}, false],
    ['payload', { payload: 'custom' }, {}, true],
    ['payload', { payload: 'small' }, {}, false],
    ['batching', { isBatched: true }, {}, false],
    ['lastStatus', { lastStatus: 401 }, {}, false],
  ])('%s: %j', (field, webhook, wanted, isFault) => {
    expect(compare(webhook, wanted)).toMatchObject([
      { field, isFault, message: expect.stringMatching(/^\w.+\.$/) as string },
    ]);
  });

  it('names each event that is missing, and says where we cannot add it', () => {
    const events = new Map(all).set('Ticket Changed', 'no').set('Site Created', 'no').set('User Created', 'unknown');
    const differences = compare({}, {}, events);
    expect(differences.map(({ shouldBe }) => shouldBe)).toEqual(['Ticket Changed', 'Site Created']);
    expect(differences[0]?.message).not.toContain('by hand');
    expect(differences[1]?.message).toContain('by hand');
  });

  it('its faults are warnings without values', () => {
    const faults = webhookFaults(
      compare({ isDisabled: true, url: 'https://elsewhere.example.com/secret', payload: 'small' }),
    );
    expect(faults.map(({ code }) => code)).toEqual(['webhook_disabled', 'webhook_differs']);
    expect(JSON.stringify(faults)).not.toMatch(/elsewhere|aaaa/);
  });
});

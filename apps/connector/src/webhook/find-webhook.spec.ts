import { aHaloWebhook, callbackUrl } from '../../testing/a-halo-webhook';
import { findWebhook } from './find-webhook';

const wanted = { url: callbackUrl('a'), earlierUrls: [callbackUrl('b')] };
const other = aHaloWebhook({ id: '1', name: 'Slack', url: 'https://hooks.example.com/x' });
const find = (...webhooks: Parameters<typeof aHaloWebhook>[0][]): string | undefined =>
  findWebhook([other, ...webhooks.map(aHaloWebhook)], wanted)?.id;

describe('our webhook among others', () => {
  it('is the one with our URL, whatever its name', () => {
    expect(find({ id: 'named', url: 'https://old.example.com/x' }, { id: 'ours', name: 'x', url: wanted.url })).toBe(
      'ours',
    );
  });

  it('is the one with an earlier URL, or that calls our address with one that is dead', () => {
    expect(find({ id: 'earlier', name: 'x', url: callbackUrl('b') })).toBe('earlier');
    expect(find({ id: 'dead', name: 'x', url: callbackUrl('z') })).toBe('dead');
  });

  it('is the one of our name, but never that of another Halosync', () => {
    expect(find({ id: 'ours', name: ' halosync', url: 'https://elsewhere.example.com/hook' })).toBe('ours');
    expect(find({ id: 'theirs', url: callbackUrl('a', 'https://another.example.com') })).toBeUndefined();
  });

  it('is none where there is none', () => {
    expect(find()).toBeUndefined();
  });
});

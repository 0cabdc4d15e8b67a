import { caught } from '../../testing/caught';
import { normaliseUrl } from './normalise-url';

describe('normaliseUrl', () => {
  it.each([
    ['https://acme.halopsa.com/auth', 'https://acme.halopsa.com/auth'],
    ['https://acme.halopsa.com/auth/', 'https://acme.halopsa.com/auth'],
    ['https://acme.halopsa.com//auth//', 'https://acme.halopsa.com/auth'],
    ['https://ACME.halopsa.com:443/Auth', 'https://acme.halopsa.com/Auth'],
    ['  https://acme.halopsa.com\n', 'https://acme.halopsa.com'],
    ['https://acme.halopsa.com/', 'https://acme.halopsa.com'],
    ['http://127.0.0.1:4000/api/', 'http://127.0.0.1:4000/api'],
    ['https://acme.halopsa.com/auth/token', 'https://acme.halopsa.com/auth/token'], // told, not guessed
  ])('%j → %s', (text, expected) => {
    expect(normaliseUrl(text)).toBe(expected);
    expect(normaliseUrl(expected)).toBe(expected);
  });

  it.each([
    '',
    'acme',
    'https://acme.halopsa.com/tickets?area=1',
    'https://acme.halopsa.com/#x',
    'https://a:b@acme.halopsa.com',
    `https://a.b/${'x'.repeat(3000)}`,
  ])('refuses %j', async (text) => {
    expect(await caught(() => normaliseUrl(text))).toMatchObject({ code: 'url_invalid', details: {} });
  });
});

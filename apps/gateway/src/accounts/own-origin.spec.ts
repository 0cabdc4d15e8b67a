import { OwnOrigin } from './own-origin';

const secure = new OwnOrigin('https://sync.example.com');
const plain = new OwnOrigin('http://localhost:3000');

describe('the origin of a write by cookie', () => {
  it.each([
    [secure, { origin: 'https://sync.example.com' }, true],
    [secure, { origin: 'https://sync.example.com', host: 'inside:3000' }, true],
    [secure, { origin: 'https://other.example.com', host: 'other.example.com' }, true],
    [secure, { origin: 'http://sync.example.com', host: 'sync.example.com' }, false],
    [secure, { origin: 'https://evil.example', host: 'sync.example.com' }, false],
    [secure, { origin: 'https://sync.example.com.evil.example', host: 'sync.example.com' }, false],
    [secure, { origin: 'null', host: 'sync.example.com' }, false],
    [secure, { host: 'sync.example.com' }, false],
    [secure, { 'sec-fetch-site': 'same-origin' }, true],
    [secure, { 'sec-fetch-site': 'same-site' }, false],
    [secure, { 'sec-fetch-site': 'cross-site' }, false],
    [secure, { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, false],
    [plain, { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }, true],
    [plain, { origin: 'http://localhost:4000', host: 'localhost:3000' }, false],
  ])('%#', (own, headers, expected) => {
    expect(own.isOwn(headers)).toBe(expected);
  });

  it('a program that names no page is not a foreign page', () => {
    expect(secure.isForeign({})).toBe(false);
    expect(secure.isForeign({ origin: 'https://evil.example' })).toBe(true);
  });
});

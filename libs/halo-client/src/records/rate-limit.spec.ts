import { answer } from '../../testing/answer';
import { readRateLimit } from './rate-limit';

const now = new Date('2026-10-02T10:00:00Z');

describe('readRateLimit', () => {
  it.each([
    [undefined, null],
    ['30', 30],
    [' 5 ', 5],
    ['0', 0],
    ['1.2', 2],
    ['999999999', 999_999_999], // absurd, and kept: whoever waits sets the bounds
    ['-5', null],
    ['soon', null],
    ['', null],
    ['1e9', null],
    ['Fri, 02 Oct 2026 10:01:30 GMT', 90],
    ['Fri, 02 Oct 2026 09:00:00 GMT', 0],
    ['Fri, 99 Oct 2026', null],
  ])('Retry-After %j is %j', (header, seconds) => {
    const exchange = answer(429, '', header === undefined ? {} : { 'retry-after': header });
    expect(readRateLimit(exchange, now).retryAfterSeconds).toBe(seconds);
  });

  it.each([
    ['Rate Limit Reached - 300 Requests per rolling 5 minute window.', 300, 300],
    [{ message: 'Rate Limit Reached - 300 Requests per rolling 5 minute window.' }, 300, 300],
    ['<html><body><h1>429</h1>450 requests within 5 minutes</body></html>', 450, 300],
    ['60 requests per minute', 60, 60],
    ['500 requests per 30 seconds', 500, 30],
    ['Too many requests', null, null],
    ['0 requests per minute', null, null],
    ['', null, null],
  ])('%j', (body, limit, windowSeconds) => {
    expect(readRateLimit(answer(429, body), now)).toMatchObject({
      learnedLimit: limit,
      learnedWindowSeconds: windowSeconds,
    });
  });
});

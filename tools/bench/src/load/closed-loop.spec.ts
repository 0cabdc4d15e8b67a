import { takeAnswer } from './closed-loop';

describe('an answer', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n';

  it('is complete with the last byte of its body, not before', () => {
    expect(takeAnswer(head.slice(0, -1))).toBeNull();
    expect(takeAnswer(`${head}abcd`)).toBeNull();
    expect(takeAnswer(`${head}abcde`)).toBe(200);
  });

  it('tells its status', () => {
    expect(takeAnswer('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n')).toBe(503);
  });
});

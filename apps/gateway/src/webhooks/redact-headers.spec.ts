import { redactHeaders } from './redact-headers';

describe('the headers that are kept', () => {
  it('say nothing secret', () => {
    const kept = redactHeaders(
      {
        authorization: 'Basic x',
        cookie: 'a=b',
        'x-api-key': 'k',
        'x-halo': 'mine',
        'user-agent': 'Halo',
        'set-cookie': ['a', 'b'],
      },
      ['x-halo'],
    );
    expect(kept).toEqual({
      authorization: '[redacted]',
      cookie: '[redacted]',
      'x-api-key': '[redacted]',
      'x-halo': '[redacted]',
      'set-cookie': '[redacted]',
      'user-agent': 'Halo',
    });
  });

  it('are bounded in number and length', () => {
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`h${String(index)}`, 'x'.repeat(2_000)]),
    );
    const kept = redactHeaders(many, []);
    expect(Object.keys(kept)).toHaveLength(50);
    expect(kept['h0']).toHaveLength(500);
  });
});

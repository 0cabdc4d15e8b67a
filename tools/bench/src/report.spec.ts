import type { Finding } from './finding';
import { placed, table } from './report';

const fast: Finding = {
  what: 'chunk upsert ÷ COPY',
  unit: '×',
  target: { atLeast: 0.9 },
  perRound: [1.1, 0.95, 1],
  sides: 'ours; peer',
};

describe('the table', () => {
  it('tells target, median, spread, and whether it is reached', () => {
    expect(table([fast]).split('\n').at(-1)).toBe(
      '| chunk upsert ÷ COPY | ≥ 0.9× | 1× | 0.95 – 1.1 | yes | ours; peer |',
    );
  });

  it('makes plain what is not reached', () => {
    const slow: Finding = { ...fast, unit: 'ms', target: { atMost: 50 }, perRound: [61, 60, 70] };
    expect(table([slow]).split('\n').at(-1)).toBe(
      '| chunk upsert ÷ COPY | ≤ 50 ms | 61 ms | 60 – 70 | **no** | ours; peer |',
    );
  });
});

describe('the page', () => {
  const page = '# Title\n\n<!-- sink -->\n\nold\n\n<!-- /sink -->\n\nwords of people\n';

  it('gets a new result in the place of the old one, and keeps the rest', () => {
    expect(placed(page, 'sink', 'new')).toBe(page.replace('old', 'new'));
  });

  it('without the place for it is an error', () => {
    expect(() => placed(page, 'latency', 'new')).toThrow('<!-- latency -->');
  });
});

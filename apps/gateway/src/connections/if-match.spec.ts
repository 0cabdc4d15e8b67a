import { codeThrownBy } from '../../testing/code-thrown-by';
import { assertIfMatch, etag } from './if-match';

describe('If-Match', () => {
  it.each([etag(3), 'W/"3"', '"1", "3"', '3', '*'])('%s agrees with version 3', (header) => {
    expect(() => assertIfMatch(header, 3)).not.toThrow();
  });

  it.each([
    [undefined, 'precondition_required'],
    ['', 'precondition_required'],
    ['"2"', 'precondition_failed'],
    ['"33"', 'precondition_failed'],
  ])('%s does not', (header, code) => {
    expect(codeThrownBy(() => assertIfMatch(header, 3))).toBe(code);
  });
});

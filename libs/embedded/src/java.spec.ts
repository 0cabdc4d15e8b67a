import { javaMajor } from './java';

describe('the version of a Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "25-ea" 2025-09-16', 25],
  ])('is read from %s', (output, major) => {
    expect(javaMajor(output)).toBe(major);
  });

  it('is unknown where something else answers', () => {
    expect(javaMajor('The operation couldn’t be completed. Unable to locate a Java Runtime.')).toBeUndefined();
  });
});

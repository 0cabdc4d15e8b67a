import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contrast, difference, kinds, seenAs } from './colours';

const css = readFileSync(join(__dirname, 'tokens.css'), 'utf8');

/** The tokens of a theme by name; dark ones stand in front of light ones. */
function tokensOf(theme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const blocks = [...css.matchAll(/^:root(\[data-theme="dark"\])? \{([^}]*)\}/gm)].filter(
    ([, isDark]) => theme === 'dark' || isDark === undefined,
  );
  return new Map(
    blocks.flatMap(([, , body = '']) =>
      [...body.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']): [string, string] => [
        name,
        value,
      ]),
    ),
  );
}

const words: readonly [fg: string, bg: string][] = [
  ...['bg', 'surface', 'surface-sunken', 'surface-hover'].map((bg): [string, string] => ['text', bg]),
  ...['surface', 'surface-sunken', 'surface-hover'].map((bg): [string, string] => ['text-2', bg]),
  ...['surface', 'surface-sunken', 'bg'].map((bg): [string, string] => ['text-3', bg]),
  ['accent-text', 'surface'],
  ['accent-text', 'accent-soft'],
  ['accent-text', 'bg'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'accent-active'],
  ...['ok', 'warn', 'bad', 'run', 'idle'].map((tone): [string, string] => [`${tone}-fg`, `${tone}-bg`]),
  ['bad-fg', 'surface'],
];
const graphics: readonly [fg: string, bg: string][] = [
  ...['surface', 'bg'].map((bg): [string, string] => ['border-control', bg]),
  ...['surface', 'surface-sunken'].map((bg): [string, string] => ['focus', bg]),
  ...['ok', 'warn', 'bad', 'run', 'idle'].flatMap((tone): [string, string][] => [
    [`${tone}-solid`, 'surface'],
    [`${tone}-solid`, 'surface-sunken'],
  ]),
  ...['refetch', 'console', 'delta', 'reconcile', 'backfill', 'other'].map((lane): [string, string] => [
    `series-${lane}`,
    'surface',
  ]),
];

describe.each(['light', 'dark'] as const)('the colours of the %s theme', (theme) => {
  const tokens = tokensOf(theme);
  const colour = (name: string): string => {
    const value = tokens.get(`--${name}`);
    if (value === undefined) throw new Error(`tokens.css has no --${name}`);
    return value;
  };

  it.each(words)('%s can be read on %s: 4.5 or more', (fg, bg) => {
    expect(contrast(colour(fg), colour(bg))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(graphics)('%s can be seen on %s: 3 or more', (fg, bg) => {
    expect(contrast(colour(fg), colour(bg))).toBeGreaterThanOrEqual(3);
  });

  it.each(kinds)('any two marks, and any two lanes, differ by 9 or more to %s eyes', (kind) => {
    const sets = [
      ['ok', 'warn', 'bad', 'run', 'idle'].map((tone) => `${tone}-solid`),
      ['refetch', 'console', 'delta', 'reconcile', 'backfill', 'other'].map((lane) => `series-${lane}`),
    ];
    for (const set of sets) {
      const seen = set.map((name) => seenAs(kind, colour(name)));
      const pairs = seen.flatMap((one, place) => seen.slice(place + 1).map((other) => difference(one, other)));
      expect(Math.min(...pairs)).toBeGreaterThanOrEqual(9);
    }
  });
});

describe('the measures themselves', () => {
  it('black on white is 21', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  });

  it('CIEDE2000 of a published pair is as published', () => {
    // Sharma et al. 2005, pair 1, as Lab.
    expect(difference([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 3);
    expect(difference([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 3);
  });
});

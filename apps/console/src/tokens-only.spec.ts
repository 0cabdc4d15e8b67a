import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const sheets = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.module.css'),
);

describe('the style of components', () => {
  it('is there to be looked at', () => {
    expect(sheets.length).toBeGreaterThan(20);
  });

  it.each(sheets)('%s takes its colours and sizes of type from the tokens', (path) => {
    const css = readFileSync(join(__dirname, path), 'utf8');
    expect(css.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|font(?:-size)?:[^;]*\d(?:px|rem|em)/gi) ?? []).toEqual(
      [],
    );
  });

  it.each(sheets)('%s knows no left and right', (path) => {
    const css = readFileSync(join(__dirname, path), 'utf8');
    expect(css.match(/(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right):/g) ?? []).toEqual([]);
  });
});

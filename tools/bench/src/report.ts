import { figure, isReached, type Finding, type Target } from './finding';
import { spread } from './spread';

/** The findings of one group, as a Markdown table. */
export function table(findings: readonly Finding[]): string {
  return [
    '| what | target | median | least – most | reached | behind it |',
    '|---|---|---|---|---|---|',
    ...findings.map(row),
  ].join('\n');
}

function row(finding: Finding): string {
  const { median, min, max } = spread(finding.perRound);
  const cells = [
    finding.what,
    wanted(finding.target, finding.unit),
    withUnit(median, finding.unit),
    `${figure(min)} – ${figure(max)}`,
    isReached(finding) ? 'yes' : '**no**',
    finding.sides,
  ];
  return `| ${cells.join(' | ')} |`;
}

function wanted(target: Target, unit: Finding['unit']): string {
  return 'atLeast' in target ? `≥ ${withUnit(target.atLeast, unit)}` : `≤ ${withUnit(target.atMost, unit)}`;
}

function withUnit(value: number, unit: Finding['unit']): string {
  return unit === '×' ? `${figure(value)}×` : `${figure(value)} ${unit}`;
}

/** Puts a text between the two marks of its group and leaves the rest of the page as it is. @throws where they are missing. */
export function placed(page: string, group: string, text: string): string {
  const [begin, end] = [`<!-- ${group} -->`, `<!-- /${group} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no place for ${group}: it needs ${begin} and ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}

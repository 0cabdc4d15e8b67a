import { duration, Progress, progressLine } from './progress';

const running = { state: 'running', inHalo: 1_000, inPostgres: 250 };

describe('a progress line', () => {
  it('tells how far, how fast and how long', () => {
    const line = progressLine('ticket', running, 50);
    expect(line).toContain('tickets');
    expect(line).toContain('250 / 1,000');
    expect(line).toContain('25 %');
    expect(line).toContain('50/s  15 s left');
    expect(line).toContain('███████░░░');
  });

  it('does not divide by what is not known yet', () => {
    const line = progressLine('site', { state: 'running', inHalo: null, inPostgres: 0 }, 0);
    expect(line).toContain('0 / ?');
    expect(line).toContain('0 %');
  });

  it('says what a run came to', () => {
    expect(progressLine('user', { state: 'complete', inHalo: 3, inPostgres: 3 }, 0)).toMatch(/100 %\s+complete$/);
    expect(progressLine('user', { state: 'stalled', inHalo: 3, inPostgres: 2 }, 0)).toMatch(/66 %\s+stalled$/);
    expect(progressLine('user', { state: 'never' }, 0)).toMatch(/waiting$/);
  });
});

describe('progress', () => {
  it('takes the rate from the last seconds', () => {
    const progress = new Progress();
    const at = (held: number) => ({
      ticket: { state: 'running', inHalo: 1_000, inPostgres: held },
      site: running,
      user: running,
      invoice: running,
    });
    progress.lines(at(0), 0);
    progress.lines(at(900), 1_000);
    const [tickets] = progress.lines(at(910), 20_000);
    expect(tickets).toContain('1/s');
  });
});

describe('a duration', () => {
  it('has the unit that fits', () => {
    expect([duration(0.4), duration(75), duration(600), duration(7_200)]).toEqual(['1 s', '75 s', '10 min', '2.0 h']);
  });
});

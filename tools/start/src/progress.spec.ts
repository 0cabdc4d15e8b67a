import { duration, progressLine } from './progress';

const running = { state: 'running', inHalo: 1_000, inPostgres: 250 };

describe('a progress line', () => {
  it('tells how far and how long', () => {
    const line = progressLine('ticket', running, 15);
    expect(line).toContain('tickets');
    expect(line).toContain('250 / 1,000');
    expect(line).toContain('25 %');
    expect(line).toMatch(/25 %\s+15 s left$/);
    expect(line).toContain('███████░░░');
  });

  it('says nothing of what is not known yet', () => {
    const line = progressLine('site', { state: 'running', inHalo: null, inPostgres: 0 }, undefined);
    expect(line).toContain('0 / ?');
    expect(line).toMatch(/0 %\s*$/);
  });

  it('says what a run came to', () => {
    expect(progressLine('user', { state: 'complete', inHalo: 3, inPostgres: 3 }, 9)).toMatch(/100 %\s+complete$/);
    expect(progressLine('user', { state: 'stalled', inHalo: 3, inPostgres: 2 }, 9)).toMatch(/66 %\s+stalled$/);
    expect(progressLine('user', { state: 'never' }, undefined)).toMatch(/waiting$/);
  });
});

describe('a duration', () => {
  it('has the unit that fits', () => {
    expect([duration(0.4), duration(75), duration(600), duration(7_200)]).toEqual(['1 s', '75 s', '10 min', '2.0 h']);
  });
});

import { HaloClock } from './halo-clock';

describe("Halo's clock", () => {
  it('is skewed as asked, at once, and counts in the ticks asked for', () => {
    const settings: { clockSkewMs: number; timestampTickMs: number | 'sql-server' } = {
      clockSkewMs: 0,
      timestampTickMs: 'sql-server',
    };
    const clock = new HaloClock(
      () => settings,
      () => 1_000_005,
    );
    expect(clock.now()).toBe(1_000_007);
    settings.timestampTickMs = 1000;
    expect(clock.now()).toBe(1_000_000);
    settings.timestampTickMs = 1;
    settings.clockSkewMs = -60_000;
    expect(clock.now()).toBe(940_005);
    expect(clock.trueNow()).toBe(1_000_005);
  });
});

import { clockStep, type ClockReading } from './clock-step';

const earlier: ClockReading = { databaseMs: 5_000_000, askedMs: 100, answeredMs: 102, knownStepsMs: 0 };
/** A second later, by both clocks but for what is said. */
const later = (change: Partial<ClockReading>): ClockReading => ({
  ...{ databaseMs: 5_001_000, askedMs: 1_100, answeredMs: 1_102, knownStepsMs: 0 },
  ...change,
});

describe('clockStep', () => {
  it('sees none where both clocks went on alike, within 50 ms and 200 ppm', () => {
    expect(clockStep(earlier, later({ databaseMs: 5_001_045 }))).toBe(0);
    const hour = 3_600_000;
    expect(clockStep(earlier, later({ databaseMs: 5_000_000 + hour * (1 + 190e-6), askedMs: 100 + hour }))).toBe(0);
  });

  it('measures a step forward by the shortest time that can have passed', () => {
    expect(clockStep(earlier, later({ databaseMs: 5_061_000 }))).toBe(60_002);
  });

  it('counts what another replica found already', () => {
    expect(clockStep(earlier, later({ databaseMs: 5_061_000, knownStepsMs: 60_000 }))).toBe(0);
    expect(clockStep(earlier, later({ databaseMs: 5_061_000, knownStepsMs: 20_000 }))).toBe(40_002);
  });

  it('counts a step back, so that the one that puts it right is seen by a holder that slept through both', () => {
    expect(clockStep(earlier, later({ databaseMs: 4_941_000 }))).toBe(-59_998);
    expect(clockStep(earlier, later({ knownStepsMs: -59_998 }))).toBe(60_000);
  });

  it('takes the word of nobody whose machine was suspended for a step back', () => {
    // Another replica stood still for a minute and counted a step forward that was none.
    expect(clockStep(earlier, later({ knownStepsMs: 60_000 }))).toBe(0);
  });
});

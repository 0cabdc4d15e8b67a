// Loaded before the program (`--import`): its wall clock steps an hour forward at the first SIGUSR2, back at the next.
const HOUR_MS = 3_600_000;
const SystemDate = Date;
let stepMs = 0;
process.on('SIGUSR2', () => {
  stepMs = stepMs === 0 ? HOUR_MS : 0;
});
globalThis.Date = class extends SystemDate {
  constructor(...given) {
    if (given.length === 0) super(SystemDate.now() + stepMs);
    else super(...given);
  }
  static now() {
    return SystemDate.now() + stepMs;
  }
};

import { readFileSync } from 'node:fs';

// USER_HZ: fixed at 100 in what Linux tells programs.
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process has used, its threads included; NaN where there is no /proc. */
export function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // After the name, which may hold anything but stands in brackets: field 3 is the first one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}

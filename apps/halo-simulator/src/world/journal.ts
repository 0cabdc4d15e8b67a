import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeSnapshot } from './snapshot';
import type { JournalLine } from './change';

const NEWLINE = 10;

/**
 * Append-only JSONL in numbered segments: snapshot n is the state before journal n. A line is handed to the operating
 * system before the call that caused it is answered, so that kill -9 loses nothing that anybody was told.
 */
export class Journal {
  private segment = 1;
  private descriptor = -1;
  private bytes = 0;
  private compacting: Promise<void> | undefined;

  constructor(
    private readonly directory: string,
    /** Compaction starts when the open segment has grown this large. */
    private readonly compactAtBytes: number,
  ) {
    mkdirSync(directory, { recursive: true });
  }

  /** Replays everything, oldest first, and opens the newest segment for writing. */
  open(apply: (line: JournalLine) => void): void {
    for (const name of readdirSync(this.directory)) {
      if (name.endsWith('.tmp')) rmSync(join(this.directory, name), { force: true });
    }
    const snapshots = this.numbers('snapshot');
    const from = snapshots.at(-1) ?? 1;
    if (snapshots.length > 0) replay(readFileSync(this.path('snapshot', from)), apply);
    const journals = this.numbers('journal').filter((number) => number >= from);
    this.segment = Math.max(from, ...journals);
    for (const number of journals) {
      const bytes = readFileSync(this.path('journal', number));
      const whole = replay(bytes, apply);
      // All of them: what a kill in mid-compaction left behind is due for the next one.
      this.bytes += whole;
      if (number === this.segment && whole < bytes.length) this.cutTornLine(number, whole);
    }
    this.descriptor = openSync(this.path('journal', this.segment), 'a');
  }

  append(line: JournalLine): void {
    const text = `${JSON.stringify(line)}\n`;
    this.bytes += writeSync(this.descriptor, text);
  }

  /** Starts a new segment and writes the state so far beside it; what is appended meanwhile lands in the new one. */
  compactIfLarge(state: () => Iterable<JournalLine>): void {
    if (this.bytes < this.compactAtBytes || this.compacting !== undefined) return;
    this.compacting = this.compact(state()).finally(() => {
      this.compacting = undefined;
    });
  }

  async close(): Promise<void> {
    await this.compacting;
    fsyncSync(this.descriptor);
    closeSync(this.descriptor);
  }

  private async compact(lines: Iterable<JournalLine>): Promise<void> {
    const next = this.segment + 1;
    closeSync(this.descriptor);
    this.descriptor = openSync(this.path('journal', next), 'a');
    this.segment = next;
    this.bytes = 0;
    await writeSnapshot(this.path('snapshot', next), lines);
    for (const kind of ['snapshot', 'journal'] as const) {
      for (const number of this.numbers(kind)) if (number < next) rmSync(this.path(kind, number), { force: true });
    }
  }

  private cutTornLine(number: number, length: number): void {
    const descriptor = openSync(this.path('journal', number), 'r+');
    ftruncateSync(descriptor, length);
    closeSync(descriptor);
  }

  private numbers(kind: 'snapshot' | 'journal'): number[] {
    return readdirSync(this.directory)
      .map((name) => new RegExp(`^${kind}-(\\d+)\\.jsonl$`).exec(name)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  }

  private path(kind: 'snapshot' | 'journal', number: number): string {
    return join(this.directory, `${kind}-${String(number).padStart(6, '0')}.jsonl`);
  }
}

/** Applies each whole line and tells how many bytes those were: a kill may have torn the last one. */
function replay(bytes: Buffer, apply: (line: JournalLine) => void): number {
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    // The journal holds only lines that this class wrote.
    apply(JSON.parse(bytes.toString('utf8', start, end)) as JournalLine);
    start = end + 1;
  }
  return start;
}

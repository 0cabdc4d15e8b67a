import type { WriteStream } from 'node:tty';

// Where nobody watches (a file, a pipe) the live block becomes a line now and then.
const PLAIN_EVERY_MS = 5_000;

/** The terminal: lines that stay, and below them a block that is drawn over and over. */
export class Screen {
  private block: readonly string[] = [];
  private lastPlainAt = 0;

  constructor(private readonly out: WriteStream) {
    out.on('error', () => undefined); // the terminal was closed; there is nobody left to tell
  }

  line(text = ''): void {
    this.erase();
    this.out.write(`${text}\n`);
    this.draw();
  }

  /** Replaces the block. */
  live(lines: readonly string[]): void {
    if (!this.out.isTTY) {
      if (Date.now() - this.lastPlainAt < PLAIN_EVERY_MS) return;
      this.lastPlainAt = Date.now();
      this.out.write(lines.map((line) => `${line}\n`).join(''));
      return;
    }
    this.erase();
    // A line that wraps would make the next erase miss.
    this.block = lines.map((line) => line.slice(0, Math.max(this.out.columns, 40) - 1));
    this.draw();
  }

  /** Leaves the block as it is and goes on below it. */
  settle(lines: readonly string[]): void {
    this.erase();
    this.block = [];
    this.out.write(lines.map((line) => `${line}\n`).join(''));
  }

  private erase(): void {
    if (this.block.length > 0) this.out.write(`\u001b[${String(this.block.length)}A\u001b[0J`);
  }

  private draw(): void {
    this.out.write(this.block.map((line) => `${line}\n`).join(''));
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import type { StopRank } from './process-spec';

// Programs get 6 s (they leave their consumer groups, which spares the next start a wait), the broker 4 s, the database
// 3 s; then SIGKILL. With the second or so that the kernel needs, all is gone within 15 s.
const GRACE_SECONDS = [6, 4, 3];
const TICKS_PER_SECOND = 5;

// A shell and not node: it sits there for hours and costs 1 MB instead of 40. It reads orders until the pipe closes.
const SCRIPT = `
trap '' INT TERM HUP
list=' '
sweeps=''
while read -r verb what rest; do
  case $verb in
    watch) list="$list$what:$rest " ;;
    forget) new=' '; for item in $list; do [ "\${item%%:*}" = "$what" ] || new="$new$item "; done; list=$new ;;
    sweep) sweeps="$sweeps$what $rest
" ;;
    done) exit 0 ;;
  esac
done
rank=0
for grace in ${GRACE_SECONDS.join(' ')}; do
  for item in $list; do
    order=\${item#*:}
    [ "\${order#*:}" = $rank ] && kill -"\${order%:*}" "\${item%%:*}" 2>/dev/null
  done
  tick=0
  while [ $tick -lt $((grace * ${String(TICKS_PER_SECOND)})) ]; do
    alive=''
    for item in $list; do [ "\${item##*:}" = $rank ] && kill -0 "\${item%%:*}" 2>/dev/null && alive=yes; done
    [ -n "$alive" ] || break
    sleep 0.2
    tick=$((tick + 1))
  done
  rank=$((rank + 1))
done
for item in $list; do kill -KILL -"\${item%%:*}" 2>/dev/null; kill -KILL "\${item%%:*}" 2>/dev/null; done
printf '%s' "$sweeps" | while read -r line; do $line >/dev/null 2>&1; done
`;

/**
 * Ends what we started when we cannot do it ourselves: it holds one end of a pipe, and when the pipe closes without an
 * order (we were killed), it stops every process on its list.
 */
export class Guardian {
  private constructor(private readonly shell: ChildProcess) {}

  static async start(): Promise<Guardian> {
    // A group of its own: Ctrl-C in the terminal must not reach it.
    const shell = spawn('/bin/sh', ['-c', SCRIPT], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    await new Promise<void>((resolve, reject) => {
      shell.once('spawn', resolve);
      shell.once('error', (cause) => {
        reject(new Error('could not start /bin/sh, which ends the servers if this process is killed', { cause }));
      });
    });
    shell.stdin.on('error', () => undefined); // it was ended from outside: we still stop everything ourselves
    shell.unref();
    return new Guardian(shell);
  }

  watch(pid: number, signal: 'SIGTERM' | 'SIGINT', rank: StopRank = 0): void {
    this.order(`watch ${String(pid)} ${signal.slice(3)}:${String(rank)}`);
  }

  forget(pid: number): void {
    this.order(`forget ${String(pid)}`);
  }

  /** A command to run at the end as well; plain words only, the shell splits them at spaces. */
  sweep(command: readonly string[]): void {
    this.order(`sweep ${command.join(' ')}`);
  }

  /** All is stopped: go without doing anything. */
  async dismiss(): Promise<void> {
    if (this.shell.exitCode !== null || this.shell.signalCode !== null) return;
    this.shell.ref(); // it may be all that is left to wait for
    const gone = new Promise<void>((resolve) =>
      this.shell.once('exit', () => {
        resolve();
      }),
    );
    this.order('done');
    await gone;
  }

  /** What our own death does: closes the pipe without an order. */
  abandon(): void {
    this.shell.stdin?.end();
  }

  private order(line: string): void {
    this.shell.stdin?.write(`${line}\n`);
  }
}

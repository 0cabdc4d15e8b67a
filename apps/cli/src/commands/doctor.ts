import { Command } from 'commander';
import { action } from '../action';
import type { Context } from '../context';
import { examine } from '../doctor/examine';
import type { Finding } from '../doctor/finding';
import { lookAtProgram, programAddresses } from '../doctor/look-at-programs';
import { Unsuccessful } from '../failures';

const MARKS = { ok: '✓', warning: '!', fault: '✗' } as const;

/** Looks at every hop and says what to do. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look at every hop from here to Halo and say what to do; exit code 1 where something is at fault')
    .option(
      '--program <name=address...>',
      'programs to ask on their own port, such as ticket-service=http://host:3002; else those of the local line',
    )
    .action(action(doctor));
}

async function doctor(context: Context, { program = [] }: { readonly program?: string[] }): Promise<void> {
  const findings: Finding[] = [];
  const note = (finding: Finding): void => {
    findings.push(finding);
    if (!context.isJson) process.stdout.write(`${lineOf(finding)}\n`);
  };
  const addresses = programAddresses(program, context.env);
  for await (const finding of examine(context.api)) note(finding);
  for (const [name, address] of addresses) for (const finding of await lookAtProgram(name, address)) note(finding);
  const faults = findings.filter(({ state }) => state === 'fault').length;
  const words = faults === 0 ? 'Nothing is at fault.' : `${String(faults)} at fault.`;
  context.print({ ok: faults === 0, findings }, () => words);
  if (faults > 0) throw new Unsuccessful('');
}

function lineOf({ hop, state, seen, advice }: Finding): string {
  const line = `${MARKS[state]} ${hop}: ${seen}`;
  return advice === '' ? line : `${line}\n    → ${advice}`;
}

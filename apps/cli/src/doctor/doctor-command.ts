import type { Command, Surroundings } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../failure.ts';
import { readArguments } from '../read-arguments.ts';
import { counted } from '../terminal/counted.ts';
import { type Output, paint } from '../terminal/output.ts';
import type { Area, FindingState } from './finding.ts';

/** `hermod doctor`: what is wrong with an installation, and what to do about it. */
export const doctorCommand: Command = {
  usage: ['doctor [--json]'],
  about: `Looks at the gateway and the services, the broker and the Kafka topics of the flow, how far each service has read, the
database and the migrations of each schema, the clocks, the providers, and what must always hold. Changes nothing and
sends nothing. Ends with 1 when something is wrong; what could not be looked at is told, and is no finding by itself.`,
  options: [['--json', 'one JSON document: each area with its findings']],
  run: doctor,
};

async function doctor(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  if (positionals.length > 0) throw new UsageError('doctor takes no arguments');
  // Loads the clients of Kafka and PostgreSQL, which whoever asks for help need not wait for.
  const { examine } = await import('./examine.ts');
  const areas = await examine(around);
  const count = (state: FindingState): number =>
    areas.reduce((sum, { findings }) => sum + findings.filter((one) => one.state === state).length, 0);
  const findings = count('finding');
  if (values.json === true)
    around.out.json({ healthy: findings === 0, findings, unchecked: count('unchecked'), areas });
  else {
    tell(around.out, areas);
    const skipped = count('unchecked');
    const words = findings === 0 ? paint('green', 'all is well') : paint('red', counted(findings, 'finding'));
    around.out.line(words, skipped === 0 ? '' : `, ${skipped} not looked at`);
  }
  return findings === 0 ? EXIT.fine : EXIT.findings;
}

const MARKS = {
  fine: paint('green', 'ok   '),
  finding: paint('red', 'WRONG'),
  unchecked: paint('yellow', '?    '),
} as const;

function tell(out: Output, areas: readonly Area[]): void {
  for (const { name, findings } of areas) {
    out.line(paint('bold', name));
    for (const { state, what, fix } of findings) {
      out.line('  ', MARKS[state], '  ', what);
      if (fix !== undefined) out.line('         ', paint('dim', 'fix: '), fix);
    }
    out.line();
  }
}

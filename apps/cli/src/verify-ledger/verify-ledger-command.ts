import { RecipientId } from '@hermod/contracts';
import { type Finding, type Verified, verifyLedger } from '@hermod/ledger';
import type { Command, Surroundings } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { Failure, UsageError } from '../failure.ts';
import { withGateway } from '../gateway/with-gateway.ts';
import { readArguments } from '../read-arguments.ts';
import { type Output, paint } from '../terminal/output.ts';
import { counted } from '../terminal/counted.ts';
import { createLedgerReader } from './read-ledger.ts';

/** One JSON document holds no more; how many there were it says. */
const MOST_FINDINGS = 1_000;
const ROOT = /^(\d{4}-\d{2}-\d{2})=([0-9a-f]{64})$/i;

/** `hermod verify-ledger`: finds whatever was done to the consent ledger behind Hermod's back. */
export const verifyLedgerCommand: Command = {
  usage: ['verify-ledger [--recipient ID] [--root DAY=HEX]… [--json]'],
  about: `Reads the consent ledger, computes every digest, hash and root again, and names each entry that was changed, removed,
reordered or cut off, and each day whose root differs. Whether the seals are right, the consent service says. Roots that
were kept elsewhere, such as in a log, prove that the days up to them are what they were. Needs a key with the scope admin.`,
  options: [
    ['--recipient ID', 'only the chain of this recipient, and the days on which it grew'],
    ['--root DAY=HEX', 'the root of a day, as you kept it; may be given several times'],
    ['--json', 'counts and findings as one JSON document'],
  ],
  run: verify,
};

async function verify(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    recipient: { type: 'string' },
    root: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  });
  if (positionals.length > 0)
    throw new UsageError('verify-ledger takes options only', 'name a recipient with --recipient');
  const { recipient } = values;
  if (recipient !== undefined && !RecipientId.safeParse(recipient).success)
    throw new UsageError(`${recipient} is no recipient id`);
  const roots = new Map((values.root ?? []).map(readRoot));
  const findings: Finding[] = [];
  let found = 0;
  const verified = await withGateway(around, (client) =>
    verifyLedger(createLedgerReader(client), {
      recipient,
      roots,
      found: (finding) => {
        found += 1;
        if (values.json !== true) tellFinding(around.out, finding);
        else if (found <= MOST_FINDINGS) findings.push(finding);
      },
    }),
  );
  if (recipient !== undefined && verified.recipients === 0)
    throw new Failure(`the ledger has nothing of ${recipient}`, { code: 'NOT_FOUND', fix: 'check the id' });
  if (values.json === true) around.out.json({ ok: found === 0, ...verified, found, findings });
  else tellVerified(around.out, verified, found);
  return found === 0 ? EXIT.fine : EXIT.findings;
}

function readRoot(text: string): [day: string, root: string] {
  const [, day, root] = ROOT.exec(text) ?? [];
  if (day === undefined || root === undefined)
    throw new UsageError(`--root ${text} is no root of a day`, 'write it as DAY=HEX, with 64 hex digits');
  return [day, root.toLowerCase()];
}

function tellFinding(out: Output, { kind, recipient, sequence, entry, day, what }: Finding): void {
  const where = [
    recipient,
    sequence === undefined ? undefined : `entry ${sequence}${entry === undefined ? '' : ` (${entry})`}`,
    day,
  ].filter((part) => part !== undefined);
  out.line(paint('red', kind.padEnd(13)), `${where.join(', ')}: ${what}`);
}

function tellVerified(out: Output, { entries, recipients, days, newest }: Verified, found: number): void {
  const chains = `${entries} ${entries === 1 ? 'entry' : 'entries'} of ${counted(recipients, 'recipient')}`;
  const looked = `${chains}, ${counted(days, 'closed day')}`;
  if (found === 0) out.line(paint('green', 'all right'), `: ${looked}`);
  else out.line(paint('red', counted(found, 'finding')), `: ${looked}`);
  if (newest !== undefined) out.line('newest root  ', `${newest.day}=${newest.root}`);
}

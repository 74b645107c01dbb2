import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_OPERATIONS, type OperationId } from '@hermod/api';
import { runCommand } from '../system/run-command.ts';
import type { System } from '../system/system.ts';
import { configurationFor } from './configuration.ts';
import type { KnownThings } from './known-things.ts';

/** What one pass has tried, and what it found. */
export interface Tried {
  readonly cases: number;
  readonly failures: number;
  /** What the program said, when something failed. */
  readonly report: string;
}

export interface Pass {
  /** About how many requests. */
  readonly cases: number;
  readonly seed: number;
  /** Only the operations that take these ids; undefined: all of them, with ids that are drawn. */
  readonly known?: KnownThings;
}

/** What the pass over the corners of every schema takes, whatever is asked for. */
const COVERAGE_CASES = 2_200;
const MS_PER_CASE = 400;
const LEAST_MS = 300_000;

/** The program can't write newline-delimited JSON. */
const UNDRAWN: readonly string[] = ['importRecipients', 'importConsents'];

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
].join(',');

/**
 * Tries the operations of a running system: no 5xx, no undocumented status, no answer that breaks its schema, no wrong
 * input taken for right.
 * @param program the path of schemathesis
 * @param folder for its configuration
 */
export async function tryApi(program: string, system: System, folder: string, pass: Pass): Promise<Tried> {
  const ids = (pass.known === undefined ? [] : Object.keys(pass.known)) as OperationId[];
  const operations = countVaried(pass.known);
  const isThorough = pass.known === undefined && pass.cases >= 2 * COVERAGE_CASES;
  const drawn = isThorough ? pass.cases - COVERAGE_CASES : pass.cases;
  const configuration = join(folder, 'schemathesis.toml');
  writeFileSync(configuration, configurationFor(system.apiKey, pass.known), { mode: 0o600 });
  const settings = {
    url: system.gatewayUrl,
    seed: pass.seed,
    checks: CHECKS,
    phases: isThorough ? 'coverage,fuzzing' : 'fuzzing',
    'max-examples': Math.max(1, Math.ceil(drawn / operations)),
    'request-timeout': 20,
    'suppress-health-check': 'all',
    'generation-database': 'none',
    warnings: 'off',
  };
  const args = [
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...ids.flatMap((id) => ['--include-operation-id', id]),
    ...(ids.length === 0 ? UNDRAWN.flatMap((id) => ['--exclude-operation-id', id]) : []),
  ];
  const document = `${system.gatewayUrl}/openapi.json`;
  const { code, output } = await runCommand(
    program,
    ['--config-file', configuration, 'run', document, '--continue-on-failure', '--no-shrink', ...args],
    {},
    Math.max(LEAST_MS, pass.cases * MS_PER_CASE),
  );
  return readReport(code, output);
}

/** Operations of which there are as many requests as are asked for: something in them is drawn. */
function countVaried(known: KnownThings | undefined): number {
  const varied = ALL_OPERATIONS.filter(({ id, params, query, headers, body }) => {
    const isDrawn = known === undefined ? !UNDRAWN.includes(id) : Object.hasOwn(known, id);
    const hasIds = known === undefined && params !== undefined;
    return isDrawn && (hasIds || query !== undefined || headers !== undefined || body !== undefined);
  });
  return varied.length;
}

/** A run that says nothing of its cases has failed, whatever its exit code. */
function readReport(code: number | null, output: string): Tried {
  const cases = Number(/^ *(\d+) generated/m.exec(output)?.[1] ?? 0);
  const found = Number(/^=+ (\d+) failures?/m.exec(output)?.[1] ?? 0);
  const failures = code === 0 && cases > 0 ? 0 : Math.max(1, found);
  return { cases, failures, report: failures === 0 ? '' : output };
}

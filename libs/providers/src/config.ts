/** `HERMOD_PROVIDERS`: which accounts messages are handed over to. */
import { Sender } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { ProviderConfig } from './registry.ts';

const ProvidersFile = z
  .strictObject({
    providers: z.array(ProviderConfig).min(1, 'there is no provider; without the file the simulator is used'),
    senders: z.array(Sender).default([]),
  })
  .superRefine(({ providers, senders }, context) => {
    const issue = (path: PropertyKey[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    for (const [index, id] of repeatedIds(providers))
      issue(['providers', index, 'id'], `two providers are called ${id}`);
    for (const [index, id] of repeatedIds(senders))
      issue(['senders', index, 'id'], `two senders are called ${id}`);
    for (const [index, { provider }] of senders.entries())
      if (!providers.some(({ id }) => id === provider))
        issue(['senders', index, 'provider'], `there is no provider ${provider} in this file`);
  });
type ProvidersFile = z.infer<typeof ProvidersFile>;

/** Places at which an id stands again. */
function repeatedIds(items: readonly { readonly id: string }[]): [number, string][] {
  const ids = items.map(({ id }) => id);
  return ids.flatMap((id, index): [number, string][] => (ids.indexOf(id) === index ? [] : [[index, id]]));
}

type Problem = { readonly field: string; readonly message: string };

/**
 * Reads the accounts of the providers file: `providers: [ { id, type, … } ]`, where `{ env: NAME }` stands for a value of the
 * environment.
 * @throws HermodError PROVIDERS_NOT_YAML, PROVIDERS_ENV_MISSING or PROVIDERS_INVALID; it names every wrong field and
 * repeats no value, since most of them are secrets.
 */
export function readProvidersFile(
  yamlText: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ProviderConfig[] {
  return readFile(yamlText, env).providers;
}

/** Reads the senders of the providers file: `senders: [ { id, provider, channels, address, … } ]`. @throws as `readProvidersFile` */
export function readSenders(
  yamlText: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Sender[] {
  return readFile(yamlText, env).senders;
}

function readFile(yamlText: string, env: Readonly<Record<string, string | undefined>>): ProvidersFile {
  const missing: Problem[] = [];
  const tree = resolveEnv(parsedYaml(yamlText), env, [], missing);
  if (missing.length > 0)
    throw invalid('PROVIDERS_ENV_MISSING', missing, 'set it, or write the value into the file');
  const read = ProvidersFile.safeParse(tree);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => ({ field: fieldOf(issue.path), message: issue.message }));
  throw invalid('PROVIDERS_INVALID', problems, 'correct it in the file that HERMOD_PROVIDERS names');
}

function parsedYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [from] = error.linePos ?? [];
    const place = from === undefined ? '' : ` (line ${from.line}, column ${from.col})`;
    // The parser's words quote the file; its code doesn't.
    throw new HermodError('PROVIDERS_NOT_YAML', `the providers file is no YAML: ${error.code}${place}`, {
      field: 'HERMOD_PROVIDERS',
    });
  }
}

/** The tree with every `{ env: NAME }` replaced; `missing` gathers what the environment lacks. */
function resolveEnv(
  node: unknown,
  env: Readonly<Record<string, string | undefined>>,
  path: readonly PropertyKey[],
  missing: Problem[],
): unknown {
  if (Array.isArray(node)) return node.map((item, index) => resolveEnv(item, env, [...path, index], missing));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'env' && typeof only[1] === 'string') {
    const value = env[only[1]];
    if (value === undefined)
      missing.push({ field: fieldOf(path), message: `the environment has no ${only[1]}` });
    return value ?? '';
  }
  return Object.fromEntries(
    entries.map(([key, value]) => [key, resolveEnv(value, env, [...path, key], missing)]),
  );
}

function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'HERMOD_PROVIDERS';
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

function invalid(code: string, problems: readonly Problem[], fix: string): HermodError {
  const first = problems[0];
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new HermodError(code, `${first?.field}: ${first?.message}${more}`, {
    field: first?.field,
    fix,
    problems,
  });
}

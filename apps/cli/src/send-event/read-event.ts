import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAX_EVENT_BYTES } from '@hermod/contracts';
import type { Surroundings } from '../command.ts';
import { reasonOf } from '../documents/source-file.ts';
import { Failure, UsageError } from '../failure.ts';

/** A CloudEvent before the gateway has looked at it. */
export type EventInput = Readonly<Record<string, unknown>>;

/** The parts of an event that are given as options. */
export interface EventOptions {
  readonly type?: string | undefined;
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
  readonly recipient?: string | undefined;
  readonly id?: string | undefined;
  readonly time?: string | undefined;
  readonly data?: string | undefined;
  readonly urgent?: boolean | undefined;
}

/**
 * The event of a file, or of the standard input for `-`; the options replace what it says.
 * @throws Failure when it can't be read or holds no JSON object.
 */
export async function readEvent(
  path: string | undefined,
  options: EventOptions,
  around: Pick<Surroundings, 'cwd' | 'readInput'>,
): Promise<EventInput> {
  const written = path === undefined ? {} : parsed(await textOf(path, around), path);
  if (path === undefined && (options.type === undefined || options.source === undefined)) {
    throw new UsageError(
      'there is no event to send',
      'name a file, - for the standard input, or give --type, --source and --subject',
    );
  }
  return { ...written, ...fromOptions(options) };
}

/** An event that lacks version or id gets them; each time another id, so it counts as another event. */
export function completed(event: EventInput, newId: () => string): EventInput {
  return { specversion: '1.0', id: newId(), ...event };
}

function fromOptions({ urgent, data, ...texts }: EventOptions): EventInput {
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    ...(data === undefined ? {} : { data: parsedData(data) }),
    ...(urgent === true ? { priority: 'urgent' } : {}),
  };
}

function parsedData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `--data is no JSON: ${(error as Error).message}`,
      `write it such as --data '{"orderId":"A-1"}'`,
    );
  }
}

async function textOf(
  path: string,
  { cwd, readInput }: Pick<Surroundings, 'cwd' | 'readInput'>,
): Promise<string> {
  if (path === '-') return readInput(MAX_EVENT_BYTES);
  const file = resolve(cwd, path);
  try {
    if (statSync(file).size <= MAX_EVENT_BYTES) return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`${path} can't be read: ${reasonOf(error)}`, { code: 'FILE_UNREADABLE', cause: error });
  }
  throw new Failure(`${path} has more than ${MAX_EVENT_BYTES} bytes`, {
    code: 'EVENT_TOO_LARGE',
    fix: 'send less in one event',
  });
}

function parsed(text: string, path: string): EventInput {
  const from = path === '-' ? 'the standard input' : path;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure(`${from} holds no JSON: ${(error as Error).message}`, {
      code: 'EVENT_NOT_JSON',
      cause: error,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as EventInput;
  throw new Failure(`${from} holds no event`, {
    code: 'EVENT_NO_OBJECT',
    fix: 'write one CloudEvent as a JSON object',
  });
}

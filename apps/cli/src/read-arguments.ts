import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { UsageError } from './failure.ts';

/**
 * Reads a command's options and the words between them.
 * @throws UsageError when an option is unknown or lacks its value.
 */
export function readArguments<const T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(firstSentence((error as Error).message));
  }
}

/** Node goes on about words that begin with a dash. */
function firstSentence(message: string): string {
  return message.split(/\.\s|\n/, 1)[0]!.replace(/\.$/, '');
}

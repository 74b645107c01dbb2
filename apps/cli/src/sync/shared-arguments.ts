import type { Surroundings } from '../command.ts';
import type { CheckedSource } from '../documents/check-source.ts';
import { UsageError } from '../failure.ts';
import { checkedAsJson, tellMistakes } from '../validate/tell-mistakes.ts';

/** The one folder that is named, else the working folder. */
export function folderOf(positionals: readonly string[]): string {
  if (positionals.length > 1)
    throw new UsageError('one folder at a time', 'name one that has journeys/ or templates/');
  return positionals[0] ?? '.';
}

/** Tells the mistakes of a folder, if it has any: nothing is done with such a folder. */
export function hasMistakes(local: readonly CheckedSource[], around: Surroundings, json: boolean): boolean {
  const wrong = local.filter(({ mistakes }) => mistakes.length > 0);
  if (wrong.length === 0) return false;
  if (json) around.out.json(checkedAsJson(wrong));
  else for (const one of wrong) tellMistakes(around.err, one);
  return true;
}

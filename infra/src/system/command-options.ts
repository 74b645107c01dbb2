import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { HermodError } from '@hermod/contracts';

/** Reads the options of one command, and words what is wrong with them; every complaint ends with how to call it. */
export class CommandOptions {
  readonly #code: string;
  readonly #usage: string;

  /**
   * @param code of the errors, such as `BENCH_OPTION`
   * @param usage how to call the command
   */
  constructor(code: string, usage: string) {
    this.#code = code;
    this.#usage = usage;
  }

  /** @throws HermodError when an argument is unknown or lacks its value. */
  parse<T extends ParseArgsOptionsConfig>(
    args: readonly string[],
    options: T,
  ): ReturnType<typeof parseArgs<{ options: T }>>['values'] {
    try {
      return parseArgs({ args: [...args], options }).values;
    } catch (error) {
      throw this.#wrong('arguments', (error as Error).message);
    }
  }

  /** Names of a list, by comma, or `all` of them; in the order of the list. */
  choose<T extends string>(option: string, text: string, known: readonly T[]): readonly T[] {
    if (text === 'all') return known;
    const names = text.split(',');
    const unknown = names.filter((name) => !(known as readonly string[]).includes(name));
    if (unknown.length > 0)
      throw this.#wrong(option, `${option} knows ${known.join(', ')} and all, not ${unknown.join(', ')}`);
    return known.filter((name) => names.includes(name));
  }

  wholeNumber(option: string, text: string, least: number, most: number): number {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw this.#wrong(option, `${option} is a whole number from ${least} to ${most}, not ${text}`);
  }

  number(option: string, text: string, least: number, most: number): number {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw this.#wrong(option, `${option} is a number from ${least} to ${most}, not ${text}`);
  }

  #wrong(field: string, message: string): HermodError {
    return new HermodError(this.#code, `${message}\n\n${this.#usage}`, { field });
  }
}

import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@hermod/telemetry';

/** Nest's own words in the service's log. What it says at start is of interest to nobody but a debugger. */
export class NestLog implements LoggerService {
  readonly #logger: Logger;
  constructor(logger: Logger) {
    this.#logger = logger;
  }
  log(message: unknown, ...details: unknown[]): void {
    this.#logger.debug(contextOf(details), String(message));
  }
  debug(message: unknown, ...details: unknown[]): void {
    this.#logger.debug(contextOf(details), String(message));
  }
  verbose(message: unknown, ...details: unknown[]): void {
    this.#logger.trace(contextOf(details), String(message));
  }
  warn(message: unknown, ...details: unknown[]): void {
    this.#logger.warn(contextOf(details), String(message));
  }
  error(message: unknown, ...details: unknown[]): void {
    const err = message instanceof Error ? { err: message } : {};
    this.#logger.error({ ...contextOf(details), ...err }, String(message));
  }
  fatal(message: unknown, ...details: unknown[]): void {
    this.#logger.fatal(contextOf(details), String(message));
  }
}

/** Nest passes its class name last, and a stack before it. */
function contextOf(details: readonly unknown[]): { context?: string; stack?: string } {
  const texts = details.filter((detail): detail is string => typeof detail === 'string');
  const context = texts.at(-1);
  const stack = texts.length > 1 ? texts[0] : undefined;
  return { ...(context === undefined ? {} : { context }), ...(stack === undefined ? {} : { stack }) };
}

/** Connections to one mail server, logged in and kept for the next mails. */
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpConfig } from './smtp-config.ts';
import type { SmtpFailure } from './smtp-outcomes.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** Shorter than the idle time-outs of servers, so that we rarely speak into a closing connection. */
const IDLE_MS = 5_000;
/** Servers end connections that bring more (Postfix's default is unlimited, Exchange's and SES's are not). */
const MAX_MAILS = 100;

/** A connection that somebody has for one mail. */
export interface Lent {
  readonly connection: SMTPConnection;
  /** Gives it back; one that is not reusable is closed. */
  giveBack(isReusable: boolean): void;
}

/** A connection, why there is none, or that the deadline passed before there was one. */
export type Lending =
  | { readonly kind: 'lent'; readonly lent: Lent }
  | { readonly kind: 'failed'; readonly failure: SmtpFailure }
  | { readonly kind: 'too-late' };

interface Kept {
  readonly connection: SMTPConnection;
  mails: number;
  idle?: NodeJS.Timeout;
}

/** At most `windowSize` connections at once; who comes when all are lent waits until one is given back. */
export class SmtpConnections {
  readonly #config: SmtpConfig;
  readonly #idle: Kept[] = [];
  readonly #waiting = new Set<() => void>();
  #lent = 0;
  #isClosed = false;

  constructor(config: SmtpConfig) {
    this.#config = config;
  }

  /** Lends a connection that is greeted, encrypted and logged in as configured. Never rejects. */
  async lend(signal: AbortSignal): Promise<Lending> {
    if (this.#isClosed) return { kind: 'failed', failure: { message: 'closed', code: 'closed' } };
    if (signal.aborted || !(await this.#turn(signal))) return { kind: 'too-late' };
    const kept = this.#takeIdle() ?? (await this.#open(signal));
    if ('kind' in kept) {
      this.#free();
      return kept;
    }
    kept.mails += 1;
    return { kind: 'lent', lent: this.#lentOf(kept) };
  }

  /** Closes the connections that nobody has; those that are lent close when they are given back. */
  close(): void {
    this.#isClosed = true;
    for (const kept of this.#idle.splice(0)) quit(kept);
  }

  /** Waits until less than `windowSize` are lent, and counts one more; false when the deadline passed first. */
  async #turn(signal: AbortSignal): Promise<boolean> {
    while (this.#lent >= this.#config.windowSize) {
      if (!(await this.#freed(signal))) return false;
    }
    this.#lent += 1;
    return true;
  }

  #freed(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isFree: boolean): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', giveUp);
        resolve(isFree);
      };
      const wake = (): void => settle(true);
      const giveUp = (): void => settle(false);
      this.#waiting.add(wake);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  #free(): void {
    this.#lent -= 1;
    const [next] = this.#waiting;
    next?.();
  }

  #takeIdle(): Kept | undefined {
    for (let kept = this.#idle.pop(); kept !== undefined; kept = this.#idle.pop()) {
      clearTimeout(kept.idle);
      if (!kept.connection.destroyed) return kept;
    }
    return undefined;
  }

  async #open(signal: AbortSignal): Promise<Kept | Exclude<Lending, { kind: 'lent' }>> {
    const opened = await connect(this.#config, signal);
    return opened instanceof SMTPConnection ? { connection: opened, mails: 0 } : opened;
  }

  #lentOf(kept: Kept): Lent {
    const giveBack = (isReusable: boolean): void => {
      if (isReusable && !this.#isClosed && kept.mails < MAX_MAILS) this.#keep(kept);
      else quit(kept);
      this.#free();
    };
    return { connection: kept.connection, giveBack };
  }

  #keep(kept: Kept): void {
    kept.idle = setTimeout(() => {
      this.#idle.splice(this.#idle.indexOf(kept), 1);
      quit(kept);
    }, IDLE_MS).unref();
    this.#idle.push(kept);
  }
}

function quit({ connection, idle }: Kept): void {
  clearTimeout(idle);
  if (!connection.destroyed) connection.quit();
}

/** Connects, encrypts and logs in. */
function connect(
  config: SmtpConfig,
  signal: AbortSignal,
): Promise<SMTPConnection | Exclude<Lending, { kind: 'lent' }>> {
  const { host, port, secure, requireTls, auth } = config;
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: !secure && requireTls,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: config.timeoutMs + CONNECT_TIMEOUT_MS,
    logger: false,
  });
  return new Promise((resolve) => {
    const settle = (result: SMTPConnection | Exclude<Lending, { kind: 'lent' }>): void => {
      signal.removeEventListener('abort', giveUp);
      if (result !== connection) connection.close();
      resolve(result);
    };
    const fail = (failure: SmtpFailure): void => settle({ kind: 'failed', failure });
    const giveUp = (): void => settle({ kind: 'too-late' });
    signal.addEventListener('abort', giveUp, { once: true });
    // Stays for good: what befalls a connection that nobody has would end the process otherwise.
    connection.on('error', fail);
    connection.connect((error) => {
      if (error !== undefined && error !== null) fail(error);
      else if (auth === undefined) settle(connection);
      else
        connection.login({ ...auth }, (refusal) => (refusal === null ? settle(connection) : fail(refusal)));
    });
  });
}

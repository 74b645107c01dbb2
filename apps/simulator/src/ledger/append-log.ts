import { open, rename, stat, type FileHandle } from 'node:fs/promises';

interface Batch {
  lines: string[];
  readonly written: Promise<void>;
  readonly settle: (error?: unknown) => void;
}

/**
 * A file that lines are appended to. Lines of the same turn of the event loop, and those that come while a
 * write is under way, share one write: a call costs a share of a system call, not one of its own.
 */
export class AppendLog {
  readonly #file: FileHandle;
  #next: Batch | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Opens `path` for appending. A file over `keepBytes` is set aside as `path.1` first. */
  static async open(path: string, keepBytes: number): Promise<AppendLog> {
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (size > keepBytes) await rename(path, `${path}.1`);
    return new AppendLog(await open(path, 'a'));
  }

  /** Resolves when the line is with the operating system (not necessarily on the platter); rejects when it could not be written. */
  append(line: string): Promise<void> {
    if (!this.#next) {
      this.#next = newBatch();
      setImmediate(() => this.#flush());
    }
    this.#next.lines.push(line);
    return this.#next.written;
  }

  /** Writes what is left, then closes the file. */
  async close(): Promise<void> {
    this.#flush();
    await this.#writing;
    await this.#file.close();
  }

  #flush(): void {
    this.#writing = this.#writing.then(() => this.#writeNext());
  }

  async #writeNext(): Promise<void> {
    const batch = this.#next;
    if (!batch) return;
    this.#next = undefined;
    try {
      await this.#file.appendFile(batch.lines.join(''));
      batch.settle();
    } catch (error) {
      batch.settle(error);
    }
  }
}

function newBatch(): Batch {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return {
    lines: [],
    written: promise,
    settle: (error) => (error === undefined ? resolve() : reject(error)),
  };
}

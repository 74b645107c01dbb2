/** Who is signed in: the key, for as long as this tab lives. It goes nowhere but into the Authorization header. */

const STORED_AS = 'hermod.key';

export interface Session {
  readonly key: string | undefined;
  /** The last key was refused by the API. */
  readonly isExpired: boolean;
}

/** The key in a fragment such as `#key=abc`, as `npm start` prints it; undefined when there is none. */
export function keyInFragment(fragment: string): string | undefined {
  const key = new URLSearchParams(fragment.replace(/^#/, '')).get('key')?.trim();
  return key === undefined || key === '' ? undefined : key;
}

/** Keeps the session in a storage that the tab owns, and tells whoever watches when it changes. */
export class SessionKeeper {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly #watchers = new Set<() => void>();
  #session: Session;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#storage = storage;
    this.#session = { key: storage.getItem(STORED_AS) ?? undefined, isExpired: false };
  }

  readonly current = (): Session => this.#session;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  signIn(key: string): void {
    this.#storage.setItem(STORED_AS, key);
    this.#change({ key, isExpired: false });
  }

  signOut(): void {
    this.#end(false);
  }

  /** The API no longer knows the key. A key that was changed meanwhile stays. */
  expire(key: string): void {
    if (key === this.#session.key) this.#end(true);
  }

  #end(isExpired: boolean): void {
    this.#storage.removeItem(STORED_AS);
    this.#change({ key: undefined, isExpired });
  }

  #change(session: Session): void {
    this.#session = session;
    for (const watcher of this.#watchers) watcher();
  }
}

import { useState } from 'react';

/** One of several things in a form, under a key that stays while others come and go. */
export interface FormRow<T> {
  readonly key: string;
  readonly initial: Partial<T>;
  /** It was added by hand, just now. */
  readonly isNew: boolean;
}

export interface FormRows<T> {
  readonly rows: readonly FormRow<T>[];
  readonly add: () => void;
  readonly remove: (key: string) => void;
}

/** A list in a form that can be made longer and shorter. */
export function useRows<T>(prefix: string, initial: readonly T[]): FormRows<T> {
  const [{ rows, made }, set] = useState(() => ({
    rows: initial.map((given, n): FormRow<T> => ({ key: `${prefix}${n}`, initial: given, isNew: false })),
    made: initial.length,
  }));
  return {
    rows,
    add: () =>
      set({ rows: [...rows, { key: `${prefix}${made}`, initial: {}, isNew: true }], made: made + 1 }),
    remove: (key) => set({ rows: rows.filter((row) => row.key !== key), made }),
  };
}

import type { ReactNode } from 'react';
import classes from './facts.module.css';

interface FactsProps {
  /** Name and value; without a value a fact is left out. */
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}

/** Facts about one thing, each under its name. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) =>
        value === undefined || value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

import { texts } from '../../texts.ts';
import { PlainText } from '../plain-text.tsx';
import type { ChipLook } from './looks.ts';
import classes from './looks.module.css';

interface ChipsProps {
  readonly chips: readonly ChipLook[];
  /** Missing where nobody can tap them. */
  readonly onTap?: ((n: number) => void) | undefined;
  readonly isBusy?: boolean | undefined;
}

const MOST_CHARS = 60;

/** What can be tapped below a message or on a card; on a phone that somebody holds each is a button. */
export function Chips({ chips, onTap, isBusy = false }: ChipsProps) {
  if (chips.length === 0) return null;
  return (
    <ul className={classes['chips']} aria-label={texts.looks.chips}>
      {chips.map((chip, n) => (
        <li key={`${n} ${chip.text}`} title={titleOf(chip)}>
          {onTap === undefined ? (
            <span className={classes['chip']} data-does={chip.does}>
              <PlainText text={chip.text} most={MOST_CHARS} />
            </span>
          ) : (
            <button
              type="button"
              className={classes['chip']}
              data-does={chip.does}
              disabled={isBusy}
              onClick={() => onTap(n)}
            >
              <PlainText text={chip.text} most={MOST_CHARS} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

const titleOf = ({ does, to }: ChipLook): string =>
  to === undefined ? texts.looks.does[does] : `${texts.looks.does[does]}: ${to.slice(0, 200)}`;

import { texts } from '../../texts.ts';
import { PlainText } from '../plain-text.tsx';
import { Chips } from './chips.tsx';
import { ForeignPicture } from './foreign-picture.tsx';
import type { CardLook, RcsLookGiven } from './looks.ts';
import classes from './looks.module.css';

interface RcsLookProps {
  readonly look: RcsLookGiven;
  /** Counts the chips below the message first, then those of the cards in their order. */
  readonly onTap?: ((n: number) => void) | undefined;
  readonly isBusy?: boolean | undefined;
}

/** A text, a card or a carousel of RCS, with its chips. */
export function RcsLook({ look: { text, cards, suggestions }, onTap, isBusy }: RcsLookProps) {
  const from = (first: number) => (onTap === undefined ? undefined : (n: number) => onTap(first + n));
  return (
    <>
      {text !== undefined && cards.length === 0 && (
        <div className={classes['bubble']}>
          <PlainText text={text} />
        </div>
      )}
      {cards.length > 0 && (
        <ul
          className={classes['cards']}
          aria-label={texts.looks.cards}
          data-alone={cards.length === 1}
          tabIndex={cards.length > 1 ? 0 : undefined}
        >
          {cards.map((card, n) => (
            <Card
              key={`${n} ${card.title ?? ''}`}
              card={card}
              onTap={from(suggestions.length + chipsBefore(cards, n))}
              isBusy={isBusy}
            />
          ))}
        </ul>
      )}
      <Chips chips={suggestions} onTap={from(0)} isBusy={isBusy} />
    </>
  );
}

const chipsBefore = (cards: readonly CardLook[], n: number): number =>
  cards.slice(0, n).reduce((sum, { suggestions = [] }) => sum + suggestions.length, 0);

interface CardProps extends Pick<RcsLookProps, 'onTap' | 'isBusy'> {
  readonly card: CardLook;
}

function Card({ card: { title, description, media, suggestions = [] }, onTap, isBusy }: CardProps) {
  return (
    <li className={classes['card']}>
      {media !== undefined && <ForeignPicture url={media.url} size={sizeOf(media.height)} />}
      <div className={classes['words']}>
        {title !== undefined && (
          <strong>
            <PlainText text={title} />
          </strong>
        )}
        {description !== undefined && <PlainText text={description} />}
        <Chips chips={suggestions} onTap={onTap} isBusy={isBusy} />
      </div>
    </li>
  );
}

function sizeOf(height: string | undefined): 'short' | 'medium' | 'tall' {
  return height === 'short' || height === 'tall' ? height : 'medium';
}

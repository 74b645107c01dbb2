import { PlainText } from '../plain-text.tsx';
import { ForeignPicture } from './foreign-picture.tsx';
import type { MediaLook } from './looks.ts';
import classes from './looks.module.css';

interface MmsLookProps {
  readonly text: string | undefined;
  readonly media: readonly MediaLook[];
}

/** Pictures and what is written below them. */
export function MmsLook({ text, media }: MmsLookProps) {
  return (
    <div className={classes['bubble']}>
      {media.map(({ url, contentType }, n) => (
        <ForeignPicture key={`${n} ${url}`} url={url} contentType={contentType} size="tall" />
      ))}
      {text !== undefined && text !== '' && <PlainText text={text} />}
    </div>
  );
}

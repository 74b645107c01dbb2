import { texts } from '../../texts.ts';
import { PlainText } from '../plain-text.tsx';
import { ForeignPicture } from './foreign-picture.tsx';
import classes from './looks.module.css';

interface PushLookProps {
  readonly title: string;
  readonly body: string;
  readonly link?: string | undefined;
  readonly image?: string | undefined;
}

/** A push as a lock screen shows it. */
export function PushLook({ title, body, link, image }: PushLookProps) {
  return (
    <div className={classes['notification']}>
      <strong>
        <PlainText text={title} />
      </strong>
      <PlainText text={body} />
      {image !== undefined && <ForeignPicture url={image} />}
      {link !== undefined && (
        <span className={classes['quiet']}>
          <PlainText text={texts.messages.link(link)} most={200} />
        </span>
      )}
    </div>
  );
}

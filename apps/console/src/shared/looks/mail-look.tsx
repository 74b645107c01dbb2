import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../../texts.ts';
import { spanOf } from '../format-time.ts';
import { PlainText } from '../plain-text.tsx';
import { ForeignHtml } from './foreign-html.tsx';
import type { MailLookGiven } from './looks.ts';
import { usePictures } from './use-pictures.ts';
import classes from './looks.module.css';

const words = texts.looks;
type Part = 'html' | 'text';

/** An email as its program shows it, with its text part, its files and its invitation. */
export function MailLook({ mail }: { readonly mail: MailLookGiven }) {
  const [wanted, want] = useState<Part>('html');
  const part = mail.html === undefined ? 'text' : wanted;
  return (
    <article className={classes['mail']} aria-label={words.mail.title(mail.subject.slice(0, 120))}>
      <h3 className={classes['subject']}>
        <PlainText text={mail.subject} most={300} />
      </h3>
      {mail.preheader !== undefined && (
        <p className={classes['quiet']}>
          <PlainText text={mail.preheader} most={300} />
        </p>
      )}
      {mail.calendar !== undefined && <Invitation calendar={mail.calendar} />}
      {mail.html !== undefined && (
        <SegmentedControl
          size="xs"
          aria-label={words.mail.body}
          value={part}
          onChange={want}
          data={[
            { value: 'html', label: words.mail.html },
            { value: 'text', label: words.mail.text },
          ]}
        />
      )}
      <Body mail={mail} part={part} />
      <Files files={mail.attachments ?? []} />
    </article>
  );
}

function Body({ mail, part }: { readonly mail: MailLookGiven; readonly part: Part }) {
  const [hasPictures] = usePictures();
  if (part === 'text' || mail.html === undefined)
    return (
      <div className={classes['text']} tabIndex={0} role="group" aria-label={words.mail.text}>
        <PlainText text={mail.text} />
      </div>
    );
  return (
    <ForeignHtml
      html={mail.html}
      title={words.mail.title(mail.subject.slice(0, 120))}
      hasPictures={hasPictures}
      className={classes['page']}
    />
  );
}

function Invitation({ calendar }: { readonly calendar: NonNullable<MailLookGiven['calendar']> }) {
  const { title, start, end, timeZone } = calendar;
  return (
    <div className={classes['invitation']} role="group" aria-label={words.calendar}>
      <strong>
        <PlainText text={title} most={200} />
      </strong>
      <span>
        {spanOf(new Date(start), new Date(end), timeZone)}
        {timeZone === undefined ? '' : `, ${words.clocks(timeZone)}`}
      </span>
    </div>
  );
}

function Files({ files }: { readonly files: NonNullable<MailLookGiven['attachments']> }) {
  if (files.length === 0) return null;
  return (
    <ul className={classes['files']} aria-label={words.attachments}>
      {files.map(({ filename, contentType }, n) => (
        <li key={`${n} ${filename}`}>
          <PlainText text={filename} most={100} /> <span className={classes['quiet']}>{contentType}</span>
        </li>
      ))}
    </ul>
  );
}

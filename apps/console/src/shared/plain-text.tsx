import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../texts.ts';
import { shorten, showInvisible } from './show-text.ts';
import classes from './plain-text.module.css';

const MOST_CHARS = 1_200;

/**
 * Text that somebody else wrote. It goes in as text and never as markup, can't turn around its neighbours, and
 * shows its beginning only when it is long.
 */
export function PlainText({ text, most = MOST_CHARS }: { readonly text: string; readonly most?: number }) {
  const [isWhole, setWhole] = useState(false);
  const { shown, omitted } = shorten(text, isWhole ? Infinity : most);
  return (
    <bdi dir="auto" className={classes['text']}>
      {showInvisible(shown)}
      {omitted > 0 && (
        <>
          {'… '}
          <UnstyledButton className={classes['more'] ?? ''} onClick={() => setWhole(true)}>
            {texts.common.showMore(omitted)}
          </UnstyledButton>
        </>
      )}
    </bdi>
  );
}

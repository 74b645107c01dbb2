import { type ReactNode, useEffect, useRef } from 'react';
import { texts } from '../../texts.ts';
import classes from './growing.module.css';

/** How close to its end somebody has to look for the end to stay in view, in pixels. */
const NEAR_PX = 120;

/** What grows at its end. On a wide screen it scrolls by itself, and follows its end unless somebody looked back. */
export function Growing({ children }: { readonly children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const shown = frame.current;
    if (shown === null || content.current === null) return undefined;
    let isAtEnd = true;
    const look = (): void => {
      isAtEnd = shown.scrollHeight - shown.scrollTop - shown.clientHeight < NEAR_PX;
    };
    const follow = new ResizeObserver(() => {
      if (isAtEnd) shown.scrollTo({ top: shown.scrollHeight });
    });
    shown.addEventListener('scroll', look);
    follow.observe(content.current);
    return () => {
      shown.removeEventListener('scroll', look);
      follow.disconnect();
    };
  }, []);
  return (
    <div ref={frame} className={classes['frame']} tabIndex={0} role="group" aria-label={texts.phone.what}>
      <div ref={content}>{children}</div>
    </div>
  );
}

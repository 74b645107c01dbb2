import { useEffect, useRef, useState } from 'react';

interface ForeignHtmlProps {
  /** What others wrote. */
  readonly html: string;
  /** What it is, for those who can't see it. */
  readonly title: string;
  readonly hasPictures: boolean;
  readonly className: string | undefined;
}

/**
 * HTML that others wrote, as it looks: in a frame of no origin, where no script runs, no link leads anywhere, and nothing is
 * fetched but pictures, where they are wanted.
 */
export function ForeignHtml({ html, title, hasPictures, className }: ForeignHtmlProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [loads, setLoads] = useState(0);
  useEffect(() => {
    // The frame has no origin that could be named; what it is handed is no secret to it.
    if (loads > 0) frame.current?.contentWindow?.postMessage({ html, title }, '*');
  }, [html, title, loads]);
  return (
    <iframe
      ref={frame}
      className={className}
      title={title}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      src={hasPictures ? '/frames/message?pictures=show' : '/frames/message'}
      onLoad={() => setLoads((n) => n + 1)}
    />
  );
}

import { Anchor } from '@mantine/core';
import { useSystem } from '../api/queries.ts';
import { texts } from '../texts.ts';
import { traceUrlOf } from './trace-url.ts';

/** The way to the trace of something, while there is a viewer and a trace. */
export function TraceLink({ traceId }: { readonly traceId: string | undefined }) {
  const { data: system } = useSystem();
  const url = traceUrlOf(system?.traceUrl, traceId);
  if (url === undefined) return null;
  return (
    <Anchor
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      size="xs"
      aria-label={texts.common.openTrace}
    >
      {texts.common.trace}
    </Anchor>
  );
}

import { ActionIcon, Code, CopyButton, Group } from '@mantine/core';
import { CopyIcon, TickIcon } from '../app/icons.tsx';

/** Enough to tell two apart at a glance. */
const SHOWN_CHARS = 12;

interface ShortCodeProps {
  readonly code: string;
  /** What pressing the button does, in words. */
  readonly copyLabel: string;
}

/** A long code by its beginning, to be copied as a whole. */
export function ShortCode({ code, copyLabel }: ShortCodeProps) {
  return (
    <Group gap={4} wrap="nowrap" component="span">
      <Code title={code}>{`${code.slice(0, SHOWN_CHARS)}…`}</Code>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={copyLabel} onClick={copy}>
            {copied ? <TickIcon /> : <CopyIcon />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}

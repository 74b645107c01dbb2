import { Badge } from '@mantine/core';
import { useDocumentVisibility } from '@mantine/hooks';
import { texts } from '../texts.ts';

/** Tells whether what is shown follows what happens. */
export function LiveBadge({ isLost }: { readonly isLost: boolean }) {
  const visibility = useDocumentVisibility();
  if (isLost) return <Mark color="red" text={texts.live.lost} />;
  if (visibility === 'hidden') return <Mark color="gray" text={texts.live.paused} />;
  return <Mark color="teal" text={texts.live.live} />;
}

function Mark({ color, text }: { readonly color: string; readonly text: string }) {
  return (
    <Badge variant="dot" color={color} tt="none" fw={500}>
      {text}
    </Badge>
  );
}

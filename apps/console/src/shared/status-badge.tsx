import { Badge } from '@mantine/core';
import { entryOf } from './entry-of.ts';
import { texts } from '../texts.ts';

const COLORS: Readonly<Record<string, string>> = {
  running: 'blue',
  sending: 'blue',
  queued: 'blue',
  started: 'blue',
  ended: 'gray',
  reached: 'teal',
  sent: 'teal',
  accepted: 'teal',
  delivered: 'teal',
  opened: 'teal',
  given: 'teal',
  ready: 'teal',
  usable: 'teal',
  replayed: 'teal',
  permitted: 'teal',
  lifted: 'teal',
  complete: 'teal',
  erased: 'teal',
  deferred: 'yellow',
  pending: 'yellow',
  objected: 'orange',
  over: 'orange',
  open: 'orange',
  stopped: 'red',
  'opt-out': 'red',
  erasing: 'blue',
  unknown: 'orange',
  exhausted: 'orange',
  expired: 'orange',
  withdrawn: 'gray',
  failed: 'red',
  refused: 'red',
  undelivered: 'red',
  unready: 'red',
  unreachable: 'red',
  dead: 'red',
  unusable: 'orange',
  read: 'teal',
  clicked: 'teal',
};

/** How something is, as a word with a colour that goes with it. */
export function StatusBadge({ status }: { readonly status: string }) {
  return (
    <Badge variant="light" color={entryOf(COLORS, status) ?? 'gray'} tt="none" fw={600}>
      {entryOf<string>(texts.status, status) ?? status}
    </Badge>
  );
}

import { Group } from '@mantine/core';
import { texts } from '../texts.ts';
import { RouteButton } from './link.tsx';

interface PagerProps {
  readonly to: '/runs' | '/messages' | '/dead-letters';
  /** The cursor of this page; undefined on the newest one. */
  readonly current: string | undefined;
  /** The cursor of the following page. */
  readonly next: string | undefined;
}

/** The way through a list, by cursors: on to what is older, and back to what is newest. */
export function Pager({ to, current, next }: PagerProps) {
  if (current === undefined && next === undefined) return null;
  const at = (cursor: string | undefined) => (search: object) => ({ ...search, next: cursor });
  return (
    <Group justify="flex-end" gap="xs">
      {current !== undefined && (
        <RouteButton to={to} search={at(undefined) as never} variant="default">
          {texts.common.newest}
        </RouteButton>
      )}
      {next !== undefined && (
        <RouteButton to={to} search={at(next) as never} variant="default">
          {texts.common.older}
        </RouteButton>
      )}
    </Group>
  );
}

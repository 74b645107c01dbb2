import { Group } from '@mantine/core';
import { texts } from '../texts.ts';
import { RouteButton } from './link.tsx';

interface PagerProps {
  readonly to: '/runs' | '/messages' | '/dead-letters' | '/reviews' | '/unmatched';
  /** The cursor of this page; undefined on the newest one. */
  readonly current: string | undefined;
  /** The cursor of the following page. */
  readonly next: string | undefined;
  /** Where the first page isn't the newest. */
  readonly labels?: { readonly first: string; readonly next: string };
}

const FROM_THE_NEWEST = { first: texts.common.newest, next: texts.common.older };

/** The way through a list, by cursors: on to the next page, and back to the first. */
export function Pager({ to, current, next, labels = FROM_THE_NEWEST }: PagerProps) {
  if (current === undefined && next === undefined) return null;
  const at = (cursor: string | undefined) => (search: object) => ({ ...search, next: cursor });
  return (
    <Group justify="flex-end" gap="xs">
      {current !== undefined && (
        <RouteButton to={to} search={at(undefined) as never} variant="default">
          {labels.first}
        </RouteButton>
      )}
      {next !== undefined && (
        <RouteButton to={to} search={at(next) as never} variant="default">
          {labels.next}
        </RouteButton>
      )}
    </Group>
  );
}

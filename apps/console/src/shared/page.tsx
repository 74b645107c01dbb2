import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** What stands at the end of the title's line. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its one heading of the first order, which is the tab's name too, and what follows. */
export function Page({ title, lead, aside, children }: PageProps) {
  return (
    <Stack gap="lg">
      <title>{`${title} · Hermod`}</title>
      <div>
        <Group justify="space-between" align="center" gap="sm">
          <Title order={1} size="h2">
            {title}
          </Title>
          {aside}
        </Group>
        {lead !== undefined && (
          <Text c="dimmed" mt={4} maw={720}>
            {lead}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}

import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface NothingProps {
  readonly title: string;
  /** What to do about it. */
  readonly children?: ReactNode;
}

/** An empty list, with what to do about it. */
export function Nothing({ title, children }: NothingProps) {
  return (
    <Stack gap={4} align="center" py="xl" px="md" ta="center">
      <Title order={3} size="h5">
        {title}
      </Title>
      {children !== undefined && (
        <Text c="dimmed" size="sm" maw={460} component="div">
          {children}
        </Text>
      )}
    </Stack>
  );
}

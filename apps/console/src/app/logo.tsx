import { Group, Text } from '@mantine/core';
import { RouteAnchor } from '../shared/link.tsx';

/** The name, and the way back to the first page. */
export function Logo() {
  return (
    <RouteAnchor to="/" underline="never" c="inherit">
      <Group gap={8} wrap="nowrap">
        <img src="/icon.svg" width="26" height="26" alt="" />
        <Text fw={700} size="lg" span>
          Hermod
        </Text>
      </Group>
    </RouteAnchor>
  );
}

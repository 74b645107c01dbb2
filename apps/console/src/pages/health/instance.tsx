import { Group, Text } from '@mantine/core';
import type { InstanceHealth } from '../../api/types.ts';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';

/** One process of a service. */
export function Instance({
  health: { instance, status, failing = [] },
}: {
  readonly health: InstanceHealth;
}) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed">
        {instance}
      </Text>
      <StatusBadge status={status} />
      {failing.length > 0 && (
        <Text size="sm" w="100%">
          {texts.health.misses(failing.join(', '))}
        </Text>
      )}
    </Group>
  );
}

import { Button, Group, Popover, Text } from '@mantine/core';
import { useState } from 'react';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';
import { useJourneyAct } from './use-journey-act.ts';

const words = texts.journeys;

interface CancelVersionProps {
  readonly journey: string;
  readonly version: number;
  readonly running: number;
}

/** Ends the running runs of a version, once somebody has said that they mean it. */
export function CancelVersion({ journey, version, running }: CancelVersionProps) {
  const [isOpen, setIsOpen] = useState(false);
  const act = useJourneyAct(journey, (api) => api.cancelVersion(journey, version));
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant="subtle"
          color="red"
          size="compact-xs"
          ml="xs"
          aria-label={words.cancel(version)}
          onClick={() => setIsOpen(true)}
        >
          ×
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb="xs">
          {words.cancelSure(running)}
        </Text>
        <Group gap="xs">
          <Button
            size="xs"
            color="red"
            loading={act.isPending}
            onClick={() => act.mutate(undefined, { onSuccess: () => setIsOpen(false) })}
          >
            {words.cancelDo}
          </Button>
          <Button size="xs" variant="default" onClick={() => setIsOpen(false)}>
            {words.cancelNot}
          </Button>
        </Group>
        {act.isError && <ProblemAlert error={act.error} />}
      </Popover.Dropdown>
    </Popover>
  );
}

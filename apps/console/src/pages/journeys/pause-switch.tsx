import { Alert, Button } from '@mantine/core';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { texts } from '../../texts.ts';
import { useJourneyAct } from './use-journey-act.ts';

const words = texts.journeys;

interface PauseSwitchProps {
  readonly journey: string;
  readonly isPaused: boolean;
}

/** Pauses a journey, or resumes it; what a pause means is told while it lasts. */
export function PauseSwitch({ journey, isPaused }: PauseSwitchProps) {
  const act = useJourneyAct(journey, (api) =>
    isPaused ? api.resumeJourney(journey) : api.pauseJourney(journey),
  );
  return (
    <>
      {isPaused && (
        <Alert color="yellow" variant="light" role="status" title={words.isPaused}>
          {words.pausedHint}
        </Alert>
      )}
      <div>
        <Button variant="default" size="xs" onClick={() => act.mutate()} loading={act.isPending}>
          {isPaused ? words.resume : words.pause}
        </Button>
      </div>
      {act.isError && <ProblemAlert error={act.error} />}
    </>
  );
}

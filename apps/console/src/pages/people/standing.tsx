import { Group, Stack, Text, Title } from '@mantine/core';
import { useStanding } from '../../api/consent-queries.ts';
import type { Consent, DecisionPreview, DecisionPreviewInput, Recipient } from '../../api/types.ts';
import { Instant } from '../../shared/instant.tsx';
import { Nothing } from '../../shared/nothing.tsx';
import { StatusBadge } from '../../shared/status-badge.tsx';
import { texts } from '../../texts.ts';
import { channelName } from '../runs/tell-entry.ts';
import { Because } from './because.tsx';
import { keyOf, questionsOf } from './questions-of.ts';
import classes from './standing.module.css';

const words = texts.consent;
/** Each is a question to the API, again and again. */
const MOST_QUESTIONS = 24;

interface StandingProps {
  readonly recipient: Recipient;
  readonly said: readonly Consent[];
}

/** What holds for somebody at this moment: what a message would be told, on each channel and about what they spoke of. */
export function Standing({ recipient, said }: StandingProps) {
  const all = questionsOf(recipient.id, recipient.contactPoints, said);
  const questions = all.slice(0, MOST_QUESTIONS);
  const answers = useStanding(questions);
  return (
    <div>
      <Title order={3} size="h5">
        {words.holds}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.holdsHint}
      </Text>
      {questions.length === 0 ? (
        <Nothing title={words.noScopes}>{words.noScopesFix}</Nothing>
      ) : (
        <ul className={classes['answers']} aria-label={words.holds}>
          {questions.map((question, n) => (
            <Row key={keyOf(question)} question={question} answer={answers[n]} />
          ))}
        </ul>
      )}
      {all.length > questions.length && (
        <Text size="sm" c="dimmed">
          {words.notAll(questions.length)}
        </Text>
      )}
    </div>
  );
}

interface RowProps {
  readonly question: DecisionPreviewInput;
  readonly answer: DecisionPreview | undefined;
}

function Row({ question: { channel, purpose, topic }, answer }: RowProps) {
  return (
    <li className={classes['answer']}>
      <Text size="sm" fw={500}>
        {channelName(channel)} · {words.purposes[purpose]} · {topic ?? words.noTopic}
      </Text>
      {answer === undefined ? (
        <Text size="sm" c="dimmed">
          {words.asking}
        </Text>
      ) : (
        <Stack gap={2}>
          <Group gap="xs">
            <StatusBadge status={answer.decision} />
            {answer.decision === 'deferred' && answer.until !== undefined && (
              <Text size="xs" c="dimmed" span>
                {words.decisions.from} <Instant at={answer.until} />
              </Text>
            )}
          </Group>
          <Because why={answer.why} />
        </Stack>
      )}
    </li>
  );
}

import { List, Stack, Table, Text } from '@mantine/core';
import type { Exploration as Explored, PathLine } from '@hermod/journey';
import { PlainText } from '../../shared/plain-text.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { lengthOf } from './length-of.ts';

const words = texts.journeys.exploration;

/** What can happen to one recipient by this document, each figure with a way that leads there. */
export function Exploration({ explored }: { readonly explored: Explored }) {
  const { complete, states, deadSteps } = explored;
  return (
    <Section title={words.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {complete ? words.complete(states) : words.incomplete(states)}
        </Text>
        <Table verticalSpacing={6} aria-label={words.title}>
          <Table.Tbody>
            {figuresOf(explored).map((figure) => (
              <Figure key={`${figure.name} ${figure.value}`} {...figure} />
            ))}
          </Table.Tbody>
        </Table>
        {deadSteps.length > 0 && (
          <Text size="sm">
            {words.deadSteps} <PlainText text={deadSteps.join(', ')} />
          </Text>
        )}
      </Stack>
    </Section>
  );
}

function figuresOf(explored: Explored): FigureProps[] {
  const { mostMessages, mostMessagesInDay, longestToLastMessage: last, longestToEnd, ends } = explored;
  return [
    { name: words.mostMessages, value: String(mostMessages.messages), path: mostMessages.path },
    { name: words.mostInDay, value: String(mostMessagesInDay.messages), path: mostMessagesInDay.path },
    ...(last === null ? [] : [{ name: words.lastMessage, value: lengthOf(last.ms), path: last.path }]),
    { name: words.end, value: lengthOf(longestToEnd.ms), path: longestToEnd.path },
    ...ends.map(({ outcome, path }) => ({ name: words.endsAs, value: outcome, path })),
  ];
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly path: readonly PathLine[];
}

function Figure({ name, value, path }: FigureProps) {
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Td fw={600}>
        <PlainText text={value} />
      </Table.Td>
      <Table.Td>
        <details>
          <summary>{words.how}</summary>
          <List size="sm" type="ordered">
            {path.map(({ atMs, step, what }, index) => (
              // A path is never sorted, and lines of it may be alike.
              <List.Item key={index}>
                <PlainText text={[lengthOf(atMs), step, what].filter(Boolean).join(' · ')} />
              </List.Item>
            ))}
          </List>
        </details>
      </Table.Td>
    </Table.Tr>
  );
}

import { Text, type TextProps } from '@mantine/core';
import { clockOf, fullOf, shortOf } from './format-time.ts';

interface InstantProps extends TextProps {
  /** ISO 8601. */
  readonly at: string;
  /** Only the time of day, to the millisecond, as in a timeline. */
  readonly isClock?: boolean;
}

/** An instant in the reader's own time zone; the title tells it in full. */
export function Instant({ at, isClock = false, ...rest }: InstantProps) {
  const date = new Date(at);
  return (
    <Text component="time" dateTime={at} title={fullOf(date)} span inherit {...rest}>
      {isClock ? clockOf(date) : shortOf(date, new Date())}
    </Text>
  );
}

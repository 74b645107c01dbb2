import { Badge, Group, Text } from '@mantine/core';
import type { SmsPreview } from '@hermod/api';
import { texts } from '../../texts.ts';
import { PlainText } from '../plain-text.tsx';
import { showInvisible } from '../show-text.ts';
import type { Piece } from './costly.ts';
import { usePieces } from './use-pieces.ts';
import classes from './looks.module.css';

const words = texts.looks;
/** Naming more of them says nothing more. */
const MOST_NAMED = 20;

/** An SMS, a bubble for each segment that the carrier bills, with what makes it cost more marked. */
export function SmsLook({ sms }: { readonly sms: SmsPreview }) {
  const { encoding, parts, segments, units } = sms;
  const pieces = usePieces(parts, encoding === 'UCS-2');
  const costly = [...new Set(pieces.flat().flatMap(({ text, isCostly }) => (isCostly ? [text] : [])))];
  return (
    <>
      <Group gap="xs">
        <Badge variant="light" color={segments > 1 ? 'orange' : 'teal'} tt="none">
          {words.segments(segments)}
        </Badge>
        <Badge variant="light" color={encoding === 'UCS-2' ? 'orange' : 'teal'} tt="none">
          {encoding}
        </Badge>
        <Text size="xs" c="dimmed" span>
          {words.units[encoding](units)}
        </Text>
      </Group>
      <ol className={classes['segments']}>
        {pieces.map((part, n) => (
          <li key={n} className={classes['bubble']} aria-label={words.segment(n + 1, parts.length)}>
            <Part pieces={part} />
          </li>
        ))}
      </ol>
      {costly.length > 0 && (
        <Text size="sm">
          {words.costly}: <PlainText text={costly.slice(0, MOST_NAMED).join(' ')} />.{' '}
          <Text c="dimmed" span inherit>
            {words.costlyHint}
          </Text>
        </Text>
      )}
    </>
  );
}

function Part({ pieces }: { readonly pieces: readonly Piece[] }) {
  return (
    <bdi dir="auto" className={classes['plain']}>
      {pieces.map(({ text, isCostly }, n) =>
        isCostly ? (
          <mark key={n} title={words.costlyCharacter(text)}>
            {showInvisible(text)}
          </mark>
        ) : (
          <span key={n}>{showInvisible(text)}</span>
        ),
      )}
    </bdi>
  );
}

import { Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { TemplateLook } from '../../api/types.ts';
import { PicturesSwitch } from '../../shared/looks/pictures-switch.tsx';
import { TemplateLookView } from '../../shared/looks/template-look.tsx';
import { ProblemAlert } from '../../shared/problem-alert.tsx';
import { Section } from '../../shared/section.tsx';
import { texts } from '../../texts.ts';
import { SampleForm } from './sample-form.tsx';
import type { ChosenSample } from './use-sample.ts';

const words = texts.templates.preview;

interface PreviewSectionProps {
  readonly sample: ChosenSample;
  readonly preview: UseQueryResult<TemplateLook>;
  readonly onReplies: (replies: readonly string[]) => void;
}

/** What a person gets by what is written, as the API that sends it says. */
export function PreviewSection({ sample, preview, onReplies }: PreviewSectionProps) {
  const look = preview.isError ? undefined : preview.data;
  const hasPictures = look !== undefined && look.channel !== 'sms';
  return (
    <Section title={words.title} aside={hasPictures ? <PicturesSwitch /> : undefined}>
      <Stack gap="md">
        {preview.isError && <ProblemAlert error={preview.error} />}
        {look !== undefined && <TemplateLookView look={look} />}
        {look === undefined && !preview.isError && (
          <Text size="sm" c="dimmed">
            {words.waiting}
          </Text>
        )}
        <SampleForm sample={sample} onReplies={onReplies} />
      </Stack>
    </Section>
  );
}

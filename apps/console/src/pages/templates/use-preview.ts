import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TemplatePreviewInput } from '@hermod/api';
import { useApi } from '../../session/use-session.ts';
import type { SampleData } from './samples.ts';
import type { WrittenTemplate } from './template-fields.ts';

const PAUSE_MS = 300;

/** What the preview is made of, besides the template. */
export interface PreviewFor {
  readonly data: SampleData;
  readonly locale?: string | undefined;
  readonly replies: readonly string[];
}

/** What a person would get, by the API that sends it, a moment after something was changed. */
export function useTemplatePreview(document: WrittenTemplate, given: PreviewFor | undefined) {
  const api = useApi();
  const [settled] = useDebouncedValue(
    given === undefined ? undefined : JSON.stringify(inputOf(document, given)),
    PAUSE_MS,
  );
  return useQuery({
    queryKey: ['template-preview', settled],
    queryFn: ({ signal }) => api.previewTemplate(JSON.parse(settled ?? '{}') as TemplatePreviewInput, signal),
    enabled: settled !== undefined,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
}

function inputOf(document: WrittenTemplate, { data, locale, replies }: PreviewFor): object {
  return {
    ...document,
    data,
    ...(locale === undefined || locale === '' ? {} : { locale }),
    ...(replies.length === 0 ? {} : { replies: replies.map((text, n) => ({ id: `reply-${n + 1}`, text })) }),
  };
}

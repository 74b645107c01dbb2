import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRecipient } from '../../api/queries.ts';
import { entryOf } from '../../shared/entry-of.ts';
import { completed, type SampleData, SAMPLES } from './samples.ts';
import type { WrittenTemplate } from './template-fields.ts';

const PAUSE_MS = 300;

/** For whom a template is previewed. */
export interface SampleChoice {
  /** A sample's key, `recipient`, or `own`. */
  readonly from: string;
  readonly recipient: string;
  /** As it was written, where `from` is `own`. */
  readonly ownText: string;
  readonly locale: string;
}

export interface ChosenSample {
  readonly choice: SampleChoice;
  readonly choose: (change: Partial<SampleChoice>) => void;
  /** Undefined as long as there is none: no such recipient, or no JSON. */
  readonly data: SampleData | undefined;
  readonly recipient: ReturnType<typeof useRecipient>;
}

/** Whom a template is previewed for, and with what. */
export function useSample(document: WrittenTemplate): ChosenSample {
  const [choice, set] = useState<SampleChoice>({ from: 'ada', recipient: '', ownText: '', locale: 'en' });
  const [wanted] = useDebouncedValue(choice.from === 'recipient' ? choice.recipient.trim() : '', PAUSE_MS);
  const recipient = useRecipient(wanted);
  const variables = useVariables(document);
  const known = knownData(choice, recipient.data?.attributes);
  const data = choice.from === 'own' || known === undefined ? known : completed(known, variables);
  return {
    choice,
    data,
    recipient,
    choose: (change) => set((before) => ({ ...before, ...startOf(change, data) })),
  };
}

/** Data of one's own begin as what was there; a sample brings its language. */
function startOf(change: Partial<SampleChoice>, data: SampleData | undefined): Partial<SampleChoice> {
  if (change.from === 'own') return { ownText: JSON.stringify(data ?? {}, null, 2), ...change };
  const sample = change.from === undefined ? undefined : entryOf(SAMPLES, change.from);
  return sample === undefined ? change : { locale: sample.locale, ...change };
}

function knownData({ from, ownText }: SampleChoice, attributes: unknown): SampleData | undefined {
  if (from === 'own') return objectIn(ownText);
  if (from !== 'recipient') return entryOf(SAMPLES, from)?.data;
  return attributes === undefined ? undefined : { ...SAMPLES.ada.data, recipient: attributes };
}

/** The object that a text of JSON is; undefined when it is none. */
function objectIn(text: string): SampleData | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as SampleData)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What compiles templates is fetched when it is first needed. */
function useVariables(document: WrittenTemplate): readonly string[] {
  const [settled] = useDebouncedValue(document, PAUSE_MS);
  const { data } = useQuery({
    queryKey: ['template-variables', settled],
    queryFn: async () => (await import('./variables-of.ts')).variablesOf(settled),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
  return data ?? [];
}

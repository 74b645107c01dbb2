import type {
  Choice,
  OfferedTopic,
  PreferenceSheet,
} from '../../../application/preferences/preference-sheet.ts';
import { type PageTexts, WORDING_VERSION } from './texts/page-texts.ts';

/** A text of the policy, and its language where that is another one than the page's. */
export interface InLanguage {
  readonly text: string;
  readonly lang: 'en' | undefined;
}

/** The title of a topic; English stands in where the policy has no other, and the topic's own name where it has none. */
export function topicTitle(
  { topic, title }: Pick<OfferedTopic, 'topic' | 'title'>,
  texts: PageTexts,
): InLanguage {
  if (topic === undefined) return { text: texts.everything.title, lang: undefined };
  return title === undefined ? { text: topic, lang: undefined } : translated(title, texts);
}

/** What the policy says of a topic; without a topic, what the box reaches over. */
export function topicDescription(
  { topic, description }: OfferedTopic,
  texts: PageTexts,
): InLanguage | undefined {
  if (topic === undefined) return { text: texts.everything.text, lang: undefined };
  return description === undefined ? undefined : translated(description, texts);
}

function translated(text: NonNullable<OfferedTopic['title']>, { language }: PageTexts): InLanguage {
  const own = text[language];
  return own === undefined ? { text: text.en, lang: 'en' } : { text: own, lang: undefined };
}

/** The exact words by a box: what is declared, about which topic, in which way. They go into the ledger as they are. */
export function wordingOf(
  choice: Choice,
  sheet: PreferenceSheet,
  texts: PageTexts,
): { wording: string; version: string } {
  const topic = sheet.topics.find((one) => one.topic === choice.topic && one.purpose === choice.purpose)!;
  const statement = texts.purposes[choice.purpose].statement(sheet.organisation?.name);
  const description = topicDescription(topic, texts)?.text;
  const title = topicTitle(topic, texts).text;
  return {
    wording: [
      statement,
      title,
      ...(description === undefined ? [] : [description]),
      texts.channels[choice.channel],
    ].join('\n'),
    version: wordingVersion(sheet),
  };
}

/** Which words they were: the page's and the policy's. */
export function wordingVersion({ policyVersion }: Pick<PreferenceSheet, 'policyVersion'>): string {
  return `page ${WORDING_VERSION}, policy ${policyVersion}`;
}

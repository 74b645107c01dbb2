/** What a phone must be able to show for a message: `Feature` of Google's `phones.getCapabilities`. */
import type { RenderedRcs } from '@hermod/channels';

type Suggestion = NonNullable<RenderedRcs['suggestions']>[number];

/** The features that a message asks for; a text with quick replies asks for none. */
export function neededFeatures({ card, carousel, suggestions = [] }: RenderedRcs): ReadonlySet<string> {
  const cards = [...(card === undefined ? [] : [card]), ...(carousel ?? [])];
  const chips = [...suggestions, ...cards.flatMap((one) => one.suggestions ?? [])];
  return new Set([
    ...(card === undefined ? [] : ['RICHCARD_STANDALONE']),
    ...(carousel === undefined ? [] : ['RICHCARD_CAROUSEL']),
    ...chips.flatMap(featureOf),
  ]);
}

function featureOf({ url, dial, location, shareLocation, calendar }: Suggestion): string[] {
  if (url !== undefined) return ['ACTION_OPEN_URL'];
  if (dial !== undefined) return ['ACTION_DIAL'];
  if (location !== undefined) return ['ACTION_VIEW_LOCATION'];
  if (shareLocation !== undefined) return ['ACTION_SHARE_LOCATION'];
  return calendar === undefined ? [] : ['ACTION_CREATE_CALENDAR_EVENT'];
}

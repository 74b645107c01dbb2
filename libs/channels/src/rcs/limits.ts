/**
 * What an RCS message may be at most. Google RBM reference (`AgentMessage`, `Suggestion`, `RichCard`) and send guide; places and
 * calendar entries by the JSON schemas of GSMA RCC.07, which other providers of RCS follow as well. Characters are UTF-16 units, so that an emoji counts as two: handsets count what is
 * outside of the BMP as several.
 */
export const RCS_LIMITS = {
  textChars: 3_072,
  labelChars: 25,
  postbackBytes: 2_048,
  titleChars: 200,
  descriptionChars: 2_000,
  suggestions: 11,
  leastCards: 2,
  mostCards: 10,
  placeLabelChars: 100,
  calendarTitleChars: 100,
  calendarDescriptionChars: 500,
  /** Of Google's 250 kB; the rest is for what the protocol writes around the content. */
  messageBytes: 225_000,
} as const;

const encoder = new TextEncoder();

/** How many octets a text has in UTF-8. */
export const bytesOf = (text: string): number => encoder.encode(text).length;

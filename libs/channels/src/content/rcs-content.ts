import { z } from 'zod';
import { bytesOf, RCS_LIMITS } from '../rcs/limits.ts';
import { address, fits, liquid } from './fields.ts';

/** A text that has so many characters at most when it is fixed. */
const short = (what: string, most: number, source?: number): z.ZodString =>
  liquid(what, source).refine(fits(most), `${what} has at most ${most} characters`);

/**
 * A chip under a message or on a card. With none of `url`, `dial`, `location`, `shareLocation` and `calendar` it is a quick reply.
 * Limits: Google RBM reference, `Suggestion` (label 25 characters, postback 2,048 octets).
 */
export const RcsSuggestion = z
  .strictObject({
    text: short('the text of a suggestion', RCS_LIMITS.labelChars, 1_000),
    /** What comes back when it is tapped; Hermod writes its own where the message asks for replies. */
    postback: liquid('the postback of a suggestion', RCS_LIMITS.postbackBytes)
      .refine(
        fits(RCS_LIMITS.postbackBytes, bytesOf),
        `the postback of a suggestion has at most ${RCS_LIMITS.postbackBytes} bytes`,
      )
      .optional(),
    url: address('the link of a suggestion').optional(),
    /** A phone number in E.164. */
    dial: liquid('the number of a suggestion', 200).optional(),
    /** A place on the map. */
    location: z
      .strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        label: short('the label of a place', RCS_LIMITS.placeLabelChars, 1_000).optional(),
      })
      .optional(),
    /** Asks where the person is. */
    shareLocation: z.literal(true).optional(),
    /** An entry for the person's calendar; instants with their offset, ISO 8601. */
    calendar: z
      .strictObject({
        title: short('the title of a calendar entry', RCS_LIMITS.calendarTitleChars, 1_000),
        start: liquid('the start of a calendar entry', 200),
        end: liquid('the end of a calendar entry', 200),
        description: short(
          'the description of a calendar entry',
          RCS_LIMITS.calendarDescriptionChars,
          2_000,
        ).optional(),
      })
      .optional(),
  })
  .refine(
    ({ url, dial, location, shareLocation, calendar }) =>
      [url, dial, location, shareLocation, calendar].filter((action) => action !== undefined).length <= 1,
    'a suggestion does one thing: url, dial, location, shareLocation or calendar',
  );
export type RcsSuggestion = z.infer<typeof RcsSuggestion>;

/** A card: at least one of title, description and medium. */
export const RcsCard = z.strictObject({
  title: short('the title of a card', RCS_LIMITS.titleChars).optional(),
  description: short('the description of a card', RCS_LIMITS.descriptionChars).optional(),
  media: z
    .strictObject({
      url: address('the address of a medium'),
      thumbnail: address('the address of a thumbnail').optional(),
      /** Of a vertical card: 112, 168 or 264 dp. */
      height: z.enum(['short', 'medium', 'tall']).optional(),
    })
    .optional(),
  /** Of a card that stands alone. */
  orientation: z.enum(['vertical', 'horizontal']).optional(),
  suggestions: z.array(RcsSuggestion).max(4, 'a card has at most four suggestions').optional(),
});
export type RcsCard = z.infer<typeof RcsCard>;

/** A card among others: they have one height, and none of them is tall. */
const CarouselCard = RcsCard.refine(({ media }) => media?.height !== 'tall', {
  path: ['media', 'height'],
  error: 'cards of a carousel are not tall; use medium or short',
});

/** An RCS message: a text, a card or a carousel, with chips below it. */
export const RcsContent = z
  .strictObject({
    text: short('the text of an RCS message', RCS_LIMITS.textChars).optional(),
    card: RcsCard.optional(),
    carousel: z
      .array(CarouselCard)
      .min(2, 'a carousel has at least two cards; write one as `card`')
      .max(10, 'a carousel has at most ten cards')
      .optional(),
    /** How wide the cards of a carousel are. */
    cardWidth: z.enum(['small', 'medium']).optional(),
    suggestions: z.array(RcsSuggestion).max(11, 'a message has at most eleven suggestions').optional(),
  })
  .refine(
    ({ text, card, carousel }) => [text, card, carousel].filter((part) => part !== undefined).length === 1,
    'an RCS message is one of text, card and carousel',
  );
export type RcsContent = z.infer<typeof RcsContent>;

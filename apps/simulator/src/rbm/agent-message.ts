import { z } from 'zod';

/**
 * `AgentMessage` as far as a handset cares, with the limits that Google's reference gives (RCS for Business API v1,
 * `phones.agentMessages`).
 */
const bytesOf = (text: string): number => Buffer.byteLength(text);
const Text = (most: number) => z.string().min(1).max(most);
const PostbackData = z
  .string()
  .min(1)
  .refine((text) => bytesOf(text) <= 2_048, 'has more than 2048 bytes');
const Url = z.url({ protocol: /^https?$/ }).max(2_048);
const Timestamp = z.iso.datetime({ offset: true });
const LatLong = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

const Action = z
  .object({
    text: Text(25),
    postbackData: PostbackData,
    openUrlAction: z.object({ url: Url }).optional(),
    dialAction: z.object({ phoneNumber: z.string().regex(/^\+[1-9]\d{3,14}$/) }).optional(),
    viewLocationAction: z.object({ latLong: LatLong, label: Text(100).optional() }).optional(),
    shareLocationAction: z.object({}).optional(),
    createCalendarEventAction: z
      .object({
        title: Text(100),
        description: Text(500).optional(),
        startTime: Timestamp,
        endTime: Timestamp,
      })
      .optional(),
  })
  .refine(
    (action) => Object.keys(action).filter((name) => name.endsWith('Action')).length === 1,
    'has not exactly one action',
  );
export type Action = z.infer<typeof Action>;

export const Suggestion = z.union([
  z.strictObject({ reply: z.object({ text: Text(25), postbackData: PostbackData }) }),
  z.strictObject({ action: Action }),
]);
export type Suggestion = z.infer<typeof Suggestion>;

const Card = z
  .object({
    title: Text(200).optional(),
    description: Text(2_000).optional(),
    media: z
      .object({
        height: z.enum(['SHORT', 'MEDIUM', 'TALL']),
        contentInfo: z.object({ fileUrl: Url, thumbnailUrl: Url.optional() }),
      })
      .optional(),
    suggestions: z.array(Suggestion).max(4).optional(),
  })
  .refine(
    ({ title, description, media }) => (title ?? description ?? media) !== undefined,
    'is an empty card',
  );
export type Card = z.infer<typeof Card>;

const RichCard = z.union([
  z.strictObject({
    standaloneCard: z
      .object({
        cardOrientation: z.enum(['HORIZONTAL', 'VERTICAL']),
        thumbnailImageAlignment: z.enum(['LEFT', 'RIGHT']).optional(),
        cardContent: Card,
      })
      .refine(
        ({ cardOrientation, thumbnailImageAlignment }) =>
          cardOrientation === 'VERTICAL' || thumbnailImageAlignment !== undefined,
        'is horizontal and has no thumbnailImageAlignment',
      ),
  }),
  z.strictObject({
    carouselCard: z.object({
      cardWidth: z.enum(['SMALL', 'MEDIUM']),
      cardContents: z
        .array(Card.refine(({ media }) => media?.height !== 'TALL', 'is TALL in a carousel'))
        .min(2)
        .max(10),
    }),
  }),
]);

export const AgentMessage = z.object({
  contentMessage: z
    .object({
      text: Text(3_072).optional(),
      richCard: RichCard.optional(),
      suggestions: z.array(Suggestion).max(11).optional(),
    })
    .refine(
      ({ text, richCard }) => (text === undefined) !== (richCard === undefined),
      'has not exactly one content',
    ),
  messageTrafficType: z
    .enum(['AUTHENTICATION', 'TRANSACTION', 'PROMOTION', 'SERVICEREQUEST', 'ACKNOWLEDGEMENT'])
    .optional(),
  ttl: z
    .string()
    .regex(/^\d{1,7}(?:\.\d{1,9})?s$/)
    .refine((ttl) => Number.parseFloat(ttl) <= 15 * 24 * 3600, 'is longer than 15 days')
    .optional(),
});
export type AgentMessage = z.infer<typeof AgentMessage>;

/** The whole message is at most so long, as JSON. */
export const MAX_MESSAGE_BYTES = 250_000;

/** Its cards: none, the one that stands alone, or those of the carousel. */
export function cardsOf({ contentMessage: { richCard } }: AgentMessage): readonly Card[] {
  if (richCard === undefined) return [];
  return 'carouselCard' in richCard
    ? richCard.carouselCard.cardContents
    : [richCard.standaloneCard.cardContent];
}

/** All suggestions in the order in which `tap` counts them: the message's, then the cards'. */
export const suggestionsOf = (message: AgentMessage): readonly Suggestion[] => [
  ...(message.contentMessage.suggestions ?? []),
  ...cardsOf(message).flatMap((card) => card.suggestions ?? []),
];

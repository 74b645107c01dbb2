import type { RcsCard, RcsSuggestion } from '../content/rcs-content.ts';
import { mediaTypeOf } from '../rendering/media-types.ts';
import { cameOutEmpty, unsendable } from '../rendering/problems.ts';
import { finishSuggestion } from './finish-suggestion.ts';
import { RCS_LIMITS } from './limits.ts';
import { refuseOverlong } from './refuse-overlong.ts';
import { refuseUnreachable } from './refuse-unreachable.ts';

/** A card as it was rendered: what came out empty is gone. */
export type RenderedCard = Omit<RcsCard, 'media' | 'suggestions'> & {
  readonly media?: Partial<NonNullable<RcsCard['media']>> | undefined;
  readonly suggestions?: readonly RcsSuggestion[] | undefined;
};

/**
 * A card within RCS' limits.
 * @param field its path in the content: `card`, `carousel.0`
 * @throws HermodError TEMPLATE_RENDER_FAILED
 */
export function finishCard(field: string, rendered: RenderedCard): RcsCard {
  const { title, description, suggestions, ...rest } = rendered;
  refuseOverlong(`${field}.title`, title, RCS_LIMITS.titleChars);
  refuseOverlong(`${field}.description`, description, RCS_LIMITS.descriptionChars);
  const media = finishMedia(`${field}.media`, rest.media, rest.orientation === 'horizontal');
  if (title === undefined && description === undefined && media === undefined)
    throw cameOutEmpty(`${field}.title`);
  const chips = suggestions?.map((chip, index) => finishSuggestion(`${field}.suggestions.${index}`, chip));
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(media === undefined ? {} : { media }),
    ...(rest.orientation === undefined ? {} : { orientation: rest.orientation }),
    ...(chips === undefined ? {} : { suggestions: chips }),
  };
}

/** What handsets show on a card; an address that doesn't tell its type is taken at its word. */
const SHOWN = /^(?:image\/(?:jpeg|png|gif)|video\/.+|application\/pdf)$/;
const THUMBNAIL = /^image\/(?:jpeg|png|gif)$/;

/** The height of a horizontal card follows its text, so one that is given is left out. */
function finishMedia(field: string, media: RenderedCard['media'], isHorizontal: boolean): RcsCard['media'] {
  if (media?.url === undefined) return undefined;
  const { url, thumbnail, height } = media;
  refuseUnreachable(`${field}.url`, url);
  refuseUnreachable(`${field}.thumbnail`, thumbnail);
  refuseType(`${field}.url`, url, SHOWN, 'a card shows a picture (JPEG, PNG, GIF), a video or a PDF');
  if (thumbnail !== undefined)
    refuseType(`${field}.thumbnail`, thumbnail, THUMBNAIL, 'a thumbnail is a JPEG, PNG or GIF');
  return {
    url,
    ...(thumbnail === undefined ? {} : { thumbnail }),
    ...(height === undefined || isHorizontal ? {} : { height }),
  };
}

function refuseType(field: string, url: string, shown: RegExp, fix: string): void {
  const type = mediaTypeOf(url);
  if (type !== undefined && !shown.test(type)) throw unsendable(field, `${type} can't be shown there`, fix);
}

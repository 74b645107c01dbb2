import {
  judgeMmsMedia,
  type KnownMedium,
  mediaTypeOf,
  type MediumRemark,
  type MmsContent,
  type TemplateDocument,
} from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type Inspection, MediaInspector } from '../../outbound/media-inspector.ts';

/** For all media of a template together. */
const DEADLINE_MS = 5_000;
/** Of more different addresses only the first ones are looked at. */
const MAX_LOOKS = 40;

type Medium = MmsContent['media'][number];
/** A medium of a template with its place. */
type Placed = Medium & { readonly field: string };

interface Remarks {
  readonly problems: MediumRemark[];
  readonly warnings: MediumRemark[];
}

/** Looks at the media of a template where they are, as far as their addresses are known when it is written. */
@Injectable()
export class CheckMedia {
  readonly #inspector: MediaInspector;
  constructor(@Inject(MediaInspector) inspector: MediaInspector) {
    this.#inspector = inspector;
  }

  /**
   * @returns what may cost the media on some carriers, and what could not be looked at.
   * @throws HermodError TEMPLATE_INVALID for media that no provider could fetch or no carrier delivers.
   */
  async execute(document: TemplateDocument): Promise<readonly MediumRemark[]> {
    const contents = mediaOf(document);
    const fixed = contents.flat().filter(({ url }) => !hasLiquid(url));
    const urls = [...new Set(fixed.map(({ url }) => url))].slice(0, MAX_LOOKS);
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const looks = urls.map(async (url) => [url, await this.#inspector.inspect(url, deadline)] as const);
    const seen = new Map(await Promise.all(looks));
    const remarks = contents.map((media) => remarksOn(media, seen));
    const problems = remarks.flatMap((one) => one.problems);
    if (problems.length > 0) throw invalid(problems);
    return remarks.flatMap((one) => one.warnings);
  }
}

/** The media of each language, with their places. */
function mediaOf(document: TemplateDocument): Placed[][] {
  if (document.channel !== 'mms') return [];
  const placed = (path: string, { media }: MmsContent): Placed[] =>
    media.map((medium, index) => ({ ...medium, field: `${path}.media.${index}` }));
  const translated = Object.entries(document.locales ?? {});
  return [
    placed('content', document.content),
    ...translated.map(([locale, content]) => placed(`locales.${locale}`, content)),
  ];
}

const hasLiquid = (text: string): boolean => /\{[{%]/.test(text);

function remarksOn(media: readonly Placed[], seen: ReadonlyMap<string, Inspection>): Remarks {
  const own = media.map((medium) => remarkOn(medium, seen.get(medium.url)));
  const judged = judgeMmsMedia(media.map((medium) => knownOf(medium, seen.get(medium.url))));
  return {
    problems: [...own.flatMap(({ problems }) => problems), ...judged.problems],
    warnings: [...own.flatMap(({ warnings }) => warnings), ...judged.warnings],
  };
}

/** What the host says of a medium goes before what the template says, since providers believe the host. */
function knownOf({ field, url, contentType }: Placed, inspection: Inspection | undefined): KnownMedium {
  const written = contentType ?? (hasLiquid(url) ? undefined : mediaTypeOf(url));
  if (inspection?.kind !== 'found') return { field, contentType: written };
  return { field, contentType: inspection.contentType ?? written, bytes: inspection.bytes };
}

function remarkOn({ field, url, contentType }: Placed, inspection: Inspection | undefined): Remarks {
  const remark = (message: string, fix: string): MediumRemark => ({ field: `${field}.url`, message, fix });
  if (inspection?.kind === 'private') {
    const problem = remark(
      'its host is private, so no provider can fetch it',
      'put it where the internet can reach it, or name the host in HERMOD_MEDIA_HOSTS',
    );
    return { problems: [problem], warnings: [] };
  }
  if (!hasLiquid(url) && contentType === undefined && mediaTypeOf(url) === undefined) {
    const problem = remark('its ending does not tell what it is', 'write contentType beside it');
    return { problems: [problem], warnings: [] };
  }
  if (inspection?.kind !== 'unreachable') return { problems: [], warnings: [] };
  const warning = remark(
    `it could not be looked at: ${inspection.reason}`,
    'make sure that it can be fetched before the first message is sent',
  );
  return { problems: [], warnings: [warning] };
}

function invalid(problems: readonly MediumRemark[]): HermodError {
  const { message, field, fix } = problems[0]!;
  return new HermodError('TEMPLATE_INVALID', message, {
    field,
    fix,
    ...(problems.length > 1 ? { problems } : {}),
  });
}

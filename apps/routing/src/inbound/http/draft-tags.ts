import { createHash } from 'node:crypto';
import { meets, type Preconditions } from '@hermod/http';
import type { SourceFormat } from '../../storage/journey-rows.ts';

/** A draft's text, as far as it makes its tag. */
export interface TaggedDraft {
  readonly source: string;
  readonly format: SourceFormat;
}

/** The strong entity tag of a draft as it is shown in one format: it follows from the text, not from the time. */
export function draftTag({ source, format }: TaggedDraft, shownAs: SourceFormat): string {
  const digest = createHash('sha256').update(`${format}\n${source}`).digest('base64url');
  return `"${digest.slice(0, 22)}.${shownAs}"`;
}

/** Whether a draft may be replaced by a request with these preconditions; either of its two tags names it. */
export function mayReplace(preconditions: Preconditions, draft: TaggedDraft | undefined): boolean {
  const tags = draft === undefined ? undefined : [draftTag(draft, 'json'), draftTag(draft, 'yaml')];
  const { ifMatch, ifNoneMatch } = meets(preconditions, tags);
  return ifMatch && ifNoneMatch;
}

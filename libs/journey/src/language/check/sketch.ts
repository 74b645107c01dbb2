import type { JourneyDocument } from '../journey-document.ts';
import type { Step } from '../steps.ts';

/** A step where it stands in the document. */
export interface Place {
  /** The path, such as `steps[3]`. */
  readonly at: string;
  /** Known also of a step that can't be read otherwise. */
  readonly id: string | undefined;
  readonly step: Step | undefined;
  /** The id of the step that follows in the list. */
  readonly following: string | undefined;
}

/** A document as far as it can be read: what is wrong in one place keeps no other from being checked. */
export interface Sketch {
  readonly head: Partial<Omit<JourneyDocument, 'steps'>>;
  readonly places: readonly Place[];
}

/** A step that can be read, where it stands. */
export type ReadPlace = Place & { readonly id: string; readonly step: Step };

/** The steps that can be read. */
export function readPlaces({ places }: Sketch): ReadPlace[] {
  return places.filter((place): place is ReadPlace => place.step !== undefined);
}

import type { HomePlace, PointPlace } from '../decision.ts';
import type { RuleBook } from './rule-book.ts';

/** Where a recipient says that they live; any of it may be missing. */
export interface DeclaredHome {
  /** ISO 3166-1. */
  readonly country?: string | undefined;
  /** ISO 3166-2. */
  readonly region?: string | undefined;
  /** IANA. */
  readonly timeZone?: string | undefined;
}

/** The law, and what places mean to it: all that decisions need besides what is known of one recipient. */
export interface Law {
  readonly rules: RuleBook;
  homeOf(declared: DeclaredHome): HomePlace;
  /** @param e164 a phone number, such as +46700000001. */
  placeOfNumber(e164: string): PointPlace;
}

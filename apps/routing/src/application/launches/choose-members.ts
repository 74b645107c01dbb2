import type { Member } from '../../storage/audience.ts';
import { eventFor, judgeMember } from './judge-member.ts';
import type { LaunchPage } from './take-launch-page.ts';

/** Those of a page whose runs start next, and how far the page was looked at for them. */
export interface ChosenMembers {
  readonly members: readonly Member[];
  readonly counts: { readonly seen: number; readonly missing: number };
  /** The last recipient that was looked at. */
  readonly cursor: string;
  /** Nobody is left. */
  readonly isOver: boolean;
}

/** Looks through a page until so many are chosen, by what was known when it was read. */
export function chooseMembers({ launch, entry, members, isLast }: LaunchPage, most: number): ChosenMembers {
  const chosen: Member[] = [];
  let seen = 0;
  let missing = 0;
  for (const member of members) {
    const verdict = judgeMember(entry.compiled, member, eventFor(member, launch.event), launch.now);
    if (verdict.chosen && chosen.length >= most) break;
    seen += 1;
    if (verdict.chosen) chosen.push(member);
    if (verdict.missing !== undefined) missing += 1;
  }
  const cursor = members[seen - 1]?.recipient ?? launch.cursor;
  return { members: chosen, counts: { seen, missing }, cursor, isOver: isLast && seen === members.length };
}

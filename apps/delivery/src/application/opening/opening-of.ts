import type { CompiledTemplate, RenderedContent } from '@hermod/channels';
import type { ContactPoint } from '@hermod/contracts';
import type { Provider } from '@hermod/providers';
import type { Attempt } from '../../storage/attempts.ts';
import type { NewLink } from '../../storage/links.ts';
import type { Message } from '../../storage/messages.ts';
import type { OptOut } from '../../storage/opt-outs.ts';
import { type Again, certainOutcomeOf, foldAttempts } from '../outcomes/fold-attempts.ts';
import { decideLastLook } from './last-look.ts';
import { lookUpsOf, type PlannedAttempt, planAttempts } from './plan-attempts.ts';
import type { PersonalWays } from '../words/personal-ways.ts';
import { type Ending, renderMessage } from '../words/render-message.ts';

/** All that the last look asks about a message. */
export interface Looked {
  readonly optOuts: readonly OptOut[];
  readonly earlier: readonly Attempt[];
  readonly template: CompiledTemplate | undefined;
}

/** By what a message is looked at. */
export interface Outlook {
  eligible(contactPoint: ContactPoint): readonly Provider[];
  providerOf(id: string): Provider | undefined;
  /** The HMAC under which a STOP names its number. */
  hashOf(address: string): string;
  /** What the person whom a message is for can do from it. */
  waysOf(message: Message): PersonalWays;
  readonly lease: string;
  readonly now: Date;
}

/** What follows from the last look. */
export interface Opening {
  /** The attempts to start. */
  readonly planned: readonly PlannedAttempt[];
  /** What is said; absent where nothing is sent any more and only look-ups are left. */
  readonly content?: RenderedContent;
  /** The links in what is said, to be written before anybody can follow them. */
  readonly links?: readonly NewLink[];
  /** How the message ends, or stands while it is still looked up. */
  readonly ending?: Ending;
  /** Nothing can be done yet. */
  readonly again?: Again;
}

/** The last look at one message. Pure: it decides what is started, and how the message ends if nothing may be. */
export function openingOf(message: Message, looked: Looked, outlook: Outlook): Opening {
  const { earlier, optOuts, template } = looked;
  const { now, lease } = outlook;
  const look = decideLastLook(message, optOuts, outlook.hashOf, now);
  const planned = planAttempts(message, earlier, (point) => outlook.eligible(point), lease, now);
  if (!look.open) return lookUpsOnly(message, looked, planned, look, outlook);
  const ways = outlook.waysOf(message);
  const content = renderMessage(message, template, ways);
  if ('outcome' in content) return lookUpsOnly(message, looked, planned, content, outlook);
  if (planned.length > 0) return { planned, content, links: ways.short.made };
  const reason = 'NOTHING_LEFT_TO_TRY: no provider is left';
  return lookUpsOnly(message, looked, [], { outcome: 'failed', reason }, outlook);
}

/**
 * Nothing may be sent any more. What may have been sent is still looked up, so that the run learns what happened; it is
 * told `unknown` when the time for the hand-over is over, and the rest when it is known.
 */
function lookUpsOnly(
  message: Message,
  { earlier }: Looked,
  planned: readonly PlannedAttempt[],
  ending: Ending,
  { providerOf, now }: Outlook,
): Opening {
  const certain = certainOutcomeOf(earlier);
  const ended: Opening = { planned: [], ending: { ...ending, outcome: certain ?? ending.outcome } };
  if (certain !== 'unknown') return ended;
  const meanwhile = now >= message.handOverBy ? { ending: ended.ending! } : {};
  const lookUps = lookUpsOf(planned);
  if (lookUps.length > 0) return { planned: lookUps, ...meanwhile };
  const folded = foldAttempts({ ...message, withdrawn: true }, earlier, providerOf, new Map(), now);
  return folded.kind === 'again' ? { planned: [], again: folded, ...meanwhile } : ended;
}

import { HermodError } from '@hermod/contracts';
import type { World } from '../world.ts';
import { linksIn } from './links.ts';

const LINK_DEADLINE_MS = 5_000;
/** Phones open links in their browser, and what follows links tells people from programs by this. */
const BROWSER =
  'Mozilla/5.0 (Linux; Android 15; Simulated Phone) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36';

/** Resolves when the opening was reported once (or can't be); a report that failed goes on in the background. */
export async function openMessage(world: World, number: string, id: string) {
  const { message, report } = world.phones.open(number, id, new Date());
  if (report) await world.webhooks.sendInOrder([report]);
  return message;
}

/**
 * A person taps the link with this index (0 is the first) in the text: opens the message and follows the link by GET.
 * @returns the link and the status it answered with; redirects are not followed.
 */
export async function tapLink(world: World, number: string, id: string, index: number) {
  const link = linksIn(world.phones.message(number, id).text)[index];
  if (link === undefined) {
    throw new HermodError('SIMULATOR_NOTHING_TO_TAP', `The message has no link ${index}.`, {
      field: 'link',
      fix: 'Links are counted from 0.',
    });
  }
  if (!world.webhooks.mayReach(link)) {
    throw new HermodError(
      'SIMULATOR_LINK_REFUSED',
      'The link leads away from loopback and HERMOD_PUBLIC_URL.',
      {
        field: 'link',
      },
    );
  }
  await openMessage(world, number, id);
  return { link, status: await follow(link) };
}

/** A person taps the suggestion with this index: opens the message, tells its sender, and follows a link by GET. */
export async function tapSuggestion(world: World, number: string, id: string, index: number) {
  const { suggestion, report } = world.phones.tap(number, id, index, new Date());
  await openMessage(world, number, id);
  const isTaken = report === undefined ? undefined : await world.webhooks.sendInOrder([report]);
  const { does, to } = suggestion;
  const follows = does === 'openUrl' && to !== undefined && world.webhooks.mayReach(to);
  return { ...suggestion, isTaken, ...(follows ? { status: await follow(to) } : {}) };
}

async function follow(link: string): Promise<number> {
  try {
    const answer = await fetch(link, {
      headers: { 'user-agent': BROWSER },
      redirect: 'manual',
      signal: AbortSignal.timeout(LINK_DEADLINE_MS),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch (cause) {
    throw new HermodError('SIMULATOR_LINK_UNREACHABLE', 'Nothing answered behind the link.', {
      field: 'link',
      cause,
    });
  }
}

/** A person sends a text. `isTaken` says whether its first hand-over worked; otherwise it is repeated in the background. */
export async function sendReply(world: World, number: string, text: string, messageId?: string) {
  const { reply, outgoing } = world.phones.reply(number, text, new Date(), messageId);
  return { ...reply, isTaken: await world.webhooks.sendInOrder([outgoing]) };
}

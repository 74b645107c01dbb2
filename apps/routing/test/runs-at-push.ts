import type { MessageRequested } from '@hermod/contracts';
import { attempted, escalation, event, names, someone } from './facts.ts';
import { runOf, type World } from './world.ts';

/** A run of the escalation that stands at its push. */
export interface AtPush {
  readonly recipient: string;
  readonly run: string;
  readonly push: MessageRequested;
}

/** Publishes an escalation of its own and starts a run. */
export async function startAtPush(
  world: World,
  about: Partial<Parameters<typeof escalation>[0]> = {},
  recipient = someone(),
): Promise<AtPush> {
  const { journey, on } = names();
  await world.publish(escalation({ journey, on, ...about }));
  await world.tell(event(on, recipient, { id: 'e' }));
  const [push] = await world.requests(recipient);
  return { recipient, run: runOf(journey, 'e', recipient), push: push! };
}

/** Ends the push so that the run asks for its SMS. */
export async function goToSms(world: World, { recipient, push }: AtPush): Promise<MessageRequested> {
  await world.tell(attempted(push, 'failed', { reason: 'PROVIDER_REFUSED: gone' }));
  return (await world.requests(recipient, 2))[1]!;
}

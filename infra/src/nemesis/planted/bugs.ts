/**
 * Bugs to plant into a running system, to prove that the checker would notice. The product's code knows nothing of
 * them: `../../alter` puts them into compiled files while a process of the nemesis loads them.
 */
import { CHANNEL_BUGS } from './channel-bugs.ts';
import { DELIVERY_BUGS } from './delivery-bugs.ts';
import { MESSAGING_BUGS } from './messaging-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { RUN_BUGS } from './run-bugs.ts';
import { STOP_BUGS } from './stop-bugs.ts';

/** Every bug there is, by theme. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...MESSAGING_BUGS,
  ...DELIVERY_BUGS,
  ...RUN_BUGS,
  ...STOP_BUGS,
  ...CHANNEL_BUGS,
];

/**
 * The bug of a name.
 * @throws Error that lists the names when there is none.
 */
export function bugNamed(name: string): PlantedBug {
  const bug = PLANTED_BUGS.find((each) => each.name === name);
  if (bug !== undefined) return bug;
  const known = PLANTED_BUGS.map((each) => each.name).join(', ');
  throw new Error(`no bug is called ${name}; known are ${known}`);
}

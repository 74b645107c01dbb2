import type { ContactPoint } from '../../api/types.ts';

/** The phone of the simulator on which a recipient is reached: their number, or the one in a `sim-` token. */
export function phoneOf(contactPoints: readonly ContactPoint[]): string | undefined {
  const numbers = contactPoints.flatMap(({ channel, address }) => {
    const [, digits] = (channel === 'push' ? /^sim-(\d{3,15})$/ : /^\+(\d{3,15})$/).exec(address) ?? [];
    return digits === undefined ? [] : [{ channel, number: `+${digits}` }];
  });
  return (numbers.find(({ channel }) => channel !== 'push') ?? numbers[0])?.number;
}

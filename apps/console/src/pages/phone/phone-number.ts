import type { ContactPoint } from '../../api/types.ts';

/** What stands for a number of the simulator, by channel. */
const FORMS: Readonly<Record<ContactPoint['channel'], RegExp>> = {
  push: /^sim-(\d{3,15})$/,
  sms: /^\+(\d{3,15})$/,
  email: /^(\d{3,15})@sim\.test$/,
};

/** The phone of the simulator on which a recipient is reached: their number, or the one in a `sim-` token or an address of mail. */
export function phoneOf(contactPoints: readonly ContactPoint[]): string | undefined {
  const numbers = contactPoints.flatMap(({ channel, address }) => {
    const [, digits] = FORMS[channel].exec(address) ?? [];
    return digits === undefined ? [] : [{ channel, number: `+${digits}` }];
  });
  return (numbers.find(({ channel }) => channel === 'sms') ?? numbers[0])?.number;
}

import type { Dice } from '../nemesis/dice.ts';
import { FORM_MUTATIONS } from './mutate-form.ts';
import { OCTET_MUTATIONS } from './mutate-octets.ts';
import { SIGNATURE_MUTATIONS, type Known } from './mutate-signature.ts';
import type { WireRequest } from './wire-request.ts';

/** A genuine request after one to three mutations. */
export interface Forgery {
  readonly request: WireRequest;
  /** What was done to it, in order. */
  readonly steps: readonly string[];
}

type Mutation = (request: WireRequest, dice: Dice, known: Known) => WireRequest;

/** All mutations by name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  ...FORM_MUTATIONS,
  ...OCTET_MUTATIONS,
  ...SIGNATURE_MUTATIONS,
};
const NAMES = Object.keys(MUTATIONS);
const MOST_STEPS = 3;

/** Mutates a genuine request; most forgeries take one step, because those come closest. */
export function forge(genuine: WireRequest, dice: Dice, known: Known): Forgery {
  const count = dice.chance() < 0.6 ? 1 : dice.between(2, MOST_STEPS);
  const steps = Array.from({ length: count }, () => dice.pick(NAMES));
  const request = steps.reduce((changed, name) => MUTATIONS[name]!(changed, dice, known), genuine);
  return { request, steps };
}

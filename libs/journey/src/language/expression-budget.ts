import type { ASTNode } from '@marcbachmann/cel-js';
import { isComprehension, nodesOf, partsOf } from './expression-tree.ts';

/**
 * What one evaluation may cost. A unit is about a tenth of a microsecond of work, so the worst expression over the worst
 * event of 256 KiB ends within a few milliseconds. Counted, not timed: the same event always gets the same answer.
 */
export const BUDGET = 20_000;

/** What a round of a walk costs besides the parts of its body: an item that has no such field makes an error each time. */
const ROUND = 10;
const CHARACTERS_PER_UNIT = 64;
/** Pairs of characters that a search for a text in a text may compare, in the worst case, for a unit. */
const PAIRS_PER_UNIT = 512;
/** Reading the clocks of a time zone makes a formatter each time. */
const ZONED = 3_000;
/** The library reads durations in cubic time. */
const MAX_DURATION_TEXT = 64;
const SEARCHES: ReadonlySet<string> = new Set([
  'contains',
  'startsWith',
  'endsWith',
  'indexOf',
  'lastIndexOf',
  'split',
]);

/** An evaluation took more than it may. Made once for each evaluation: an error a round would be a cost of its own. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';
  constructor() {
    super('the expression takes too long over values as large as these');
  }
}

/** What an evaluation has left. */
export class Budget {
  #left = BUDGET;
  #error = new OverBudget();

  /** Begins another evaluation. */
  refill(): void {
    this.#left = BUDGET;
  }

  /**
   * Nothing more is looked at once it is used up: an operator that takes errors for answers, as `||` does, would go on.
   * @throws OverBudget
   */
  assertLeft(): void {
    if (this.#left < 0) throw this.#error;
  }

  /** @throws OverBudget */
  spend(units: number): void {
    this.#left -= units;
    this.assertLeft();
  }

  /**
   * Pays for looking at all of a value, and stops looking when there is no more to pay with.
   * @throws OverBudget
   */
  spendOn(value: unknown): void {
    const open = [value];
    while (open.length > 0) {
      const next = open.pop();
      if (typeof next === 'string') this.spend(Math.ceil(next.length / CHARACTERS_PER_UNIT));
      else if (next instanceof Uint8Array) this.spend(Math.ceil(next.length / CHARACTERS_PER_UNIT));
      else if (Array.isArray(next)) {
        this.spend(next.length);
        for (const item of next as unknown[]) if (isLarge(item)) open.push(item);
      } else if (typeof next === 'object' && next !== null) {
        for (const key in next) {
          this.spend(1);
          const item = (next as Record<string, unknown>)[key];
          if (isLarge(item)) open.push(item);
        }
      }
    }
  }
}

/** The library's operators, as it lays them down at a node once its types are checked. */
interface Operator {
  handle?: (...operands: unknown[]) => unknown;
  readonly meta: { readonly alternate?: Operator };
}

/**
 * Makes every operation of a checked expression pay for what it is about to do, by the size of its operands: walks for each
 * item and each part of their body, before the first round; comparisons, searches and concatenations by length.
 */
export function putOnBudget(root: ASTNode, budget: Budget): void {
  const payFirst = (operator: Operator | undefined, pay: (operands: readonly unknown[]) => void): void =>
    wrap(operator, (operands) => {
      budget.assertLeft();
      pay(operands);
    });
  for (const node of nodesOf(root)) {
    const operator = node as unknown as Operator;
    if (isComprehension(node)) {
      const parts = nodesOf(node).length - nodesOf(partsOf(node)[0]!).length;
      payFirst(operator.meta.alternate, ([items]) => spendOnWalk(budget, items, parts + ROUND));
    } else if (node.op === 'rcall')
      payFirst(operator, ([values]) => spendOnCall(budget, node.args[0], values as unknown[]));
    else if (node.op === 'call')
      payFirst(operator, ([values]) => spendOnCall(budget, node.args[0], values as unknown[]));
    else if (node.op === '+')
      payFirst(operator, (both) => both.slice(0, 2).forEach((one) => spendOnCopy(budget, one)));
    else if (isBinary(node))
      payFirst(operator, (both) => both.slice(0, 2).forEach((one) => budget.spendOn(one)));
  }
}

function wrap(operator: Operator | undefined, pay: (operands: readonly unknown[]) => void): void {
  const handle = operator?.handle;
  if (operator === undefined || handle === undefined) return;
  operator.handle = (...operands) => {
    pay(operands);
    return handle(...operands);
  };
}

function isBinary({ op }: ASTNode): boolean {
  return ['==', '!=', 'in', '<', '<=', '>', '>='].includes(op);
}

function spendOnWalk(budget: Budget, items: unknown, unitsEach: number): void {
  if (Array.isArray(items)) return budget.spend(items.length * unitsEach);
  if (typeof items !== 'object' || items === null) return;
  for (const key in items) if (Object.hasOwn(items, key)) budget.spend(unitsEach);
}

/** Concatenating lists copies what stands in them, but not what that consists of. */
function spendOnCopy(budget: Budget, value: unknown): void {
  if (Array.isArray(value)) budget.spend(value.length);
  else budget.spendOn(value);
}

function spendOnCall(budget: Budget, name: string, values: readonly unknown[]): void {
  const [first, second] = values;
  if (name === 'size' && Array.isArray(first)) return;
  if (name === 'duration' && typeof first === 'string' && first.length > MAX_DURATION_TEXT)
    return budget.spend(BUDGET + 1);
  if (name.startsWith('get') && values.length > 1) budget.spend(ZONED);
  if (SEARCHES.has(name) && typeof first === 'string' && typeof second === 'string')
    budget.spend(Math.ceil((first.length * Math.max(1, second.length)) / PAIRS_PER_UNIT));
  for (const value of values) budget.spendOn(value);
}

const isLarge = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'object' && value !== null);

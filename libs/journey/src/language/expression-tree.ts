import type { ASTNode } from '@marcbachmann/cel-js';

/** A name and the fields behind it, as far as they are written out: `event.data["total"]` is event, data, total. */
export type Path = readonly string[];

/** Functions that walk a list or the keys of a map. */
const COMPREHENSIONS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
const JSON_NAMES: ReadonlySet<string> = new Set(['event', 'start', 'recipient', 'vars']);
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', '-']);

/** Whether a node walks over a list. */
export function isComprehension(node: ASTNode): boolean {
  return node.op === 'rcall' && COMPREHENSIONS.has(node.args[0]) && node.args[2].length >= 2;
}

/** The parts of a node, as they were written. */
export function partsOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case '!_':
    case '-_':
      return [node.args];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    default:
      return node.args;
  }
}

/** A node and all below it. */
export function nodesOf(root: ASTNode): ASTNode[] {
  const nodes = [root];
  for (const node of nodes) nodes.push(...partsOf(node));
  return nodes;
}

/** Names and fields that an expression looks at, each with as much of its path as is known. */
export function pathsOf(root: ASTNode): Path[] {
  const path = pathOf(root);
  return path === undefined ? partsOf(root).flatMap(pathsOf) : [path, ...indexesOf(root).flatMap(pathsOf)];
}

/** How deep lists are walked within walks of lists; 0 when none is. Looks at each part once: a bomb would be one here, too. */
export function walksWithin(root: ASTNode): number {
  const [first = 0, ...others] = partsOf(root).map(walksWithin);
  const body = Math.max(0, ...others);
  return Math.max(first, isComprehension(root) ? body + 1 : body);
}

/** Whether a function is called, as such or as a method. */
export function calls(root: ASTNode, name: string): boolean {
  return nodesOf(root).some((node) => (node.op === 'rcall' || node.op === 'call') && node.args[0] === name);
}

/**
 * A value of JSON that is compared with an instant, as it was written: JSON has no instants, so that would never hold.
 * Undefined without such a mistake.
 */
export function comparedWithInstant(root: ASTNode): string | undefined {
  for (const node of nodesOf(root)) {
    if (!COMPARISONS.has(node.op)) continue;
    const [left, right] = partsOf(node) as [ASTNode, ASTNode];
    const text = isInstant(left) ? right : isInstant(right) ? left : undefined;
    const path = text === undefined ? undefined : pathOf(text);
    if (path !== undefined && JSON_NAMES.has(path[0]!)) return text!.input.slice(text!.start, text!.end);
  }
  return undefined;
}

function isInstant(node: ASTNode): boolean {
  if (node.op === 'id') return node.args === 'now';
  if (node.op === 'call') return node.args[0] === 'timestamp';
  if (node.op === '+' || node.op === '-') return node.args.some(isInstant) && node.args.some(isDuration);
  const [name] = pathOf(node) ?? [];
  return name === 'lastEvent' || name === 'lastSignal';
}

function isDuration(node: ASTNode): boolean {
  return node.op === 'call' && node.args[0] === 'duration';
}

function pathOf(node: ASTNode): Path | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.' && node.op !== '.?' && node.op !== '[]' && node.op !== '[?]') return undefined;
  const [of, field] = node.args;
  const before = pathOf(of);
  if (before === undefined) return undefined;
  if (typeof field === 'string') return [...before, field];
  return field.op === 'value' && typeof field.args === 'string' ? [...before, field.args] : before;
}

/** What stands in the brackets of a path. */
function indexesOf(node: ASTNode): ASTNode[] {
  if (node.op === '.' || node.op === '.?') return indexesOf(node.args[0]);
  if (node.op !== '[]' && node.op !== '[?]') return [];
  return [...indexesOf(node.args[0]), node.args[1]];
}

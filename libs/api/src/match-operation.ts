import type { Operation } from './operation.ts';
import { ALL_OPERATIONS } from './operations.ts';

/** Paths without parameters come first: `/v1/templates/preview` is no template. */
const BY_PRECISION = ALL_OPERATIONS.toSorted((a, b) => parametersIn(a.path) - parametersIn(b.path));

/** The operation that a request is, or undefined. @param path without its query */
export function matchOperation(method: string, path: string): Operation | undefined {
  return BY_PRECISION.find(
    (described) => described.method === method && patternOf(described.path).test(path),
  );
}

function parametersIn(path: string): number {
  return path.split('{').length;
}

function patternOf(path: string): RegExp {
  const escaped = path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

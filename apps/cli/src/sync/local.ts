import { basename } from 'node:path';
import { type CheckedSource, checkSource } from '../documents/check-source.ts';
import { readProject } from '../documents/project.ts';

/** The documents of a folder, checked; two files for one document are a mistake of the second. */
export function readLocal(folder: string, cwd: string): CheckedSource[] {
  const { journeys, templates } = readProject(folder, cwd);
  const seen = new Map<string, string>();
  return [
    ...templates.map((file) => checkSource(file, 'template')),
    ...journeys.map((file) => checkSource(file, 'journey')),
  ].map((checked) => {
    if (checked.id === undefined) return checked;
    const key = `${checked.kind} ${checked.id}`;
    const first = seen.get(key);
    seen.set(key, first ?? checked.file.shown);
    return first === undefined ? checked : withDouble(checked, key, first);
  });
}

function withDouble(checked: CheckedSource, what: string, first: string): CheckedSource {
  const double = {
    message: `${what} stands in ${first} already`,
    fix: `remove ${basename(first)}, or this one`,
  };
  return { ...checked, mistakes: [...checked.mistakes, double] };
}

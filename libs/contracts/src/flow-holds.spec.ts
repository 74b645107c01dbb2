import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FLOW, type FactName, type Service, SERVICES } from './flow.ts';

const FACTS = Object.keys(FLOW) as FactName[];

/** All that a service's sources say, tests and comments left out. */
function sourcesOf(service: Service): string {
  const folder = new URL(`../../../apps/${service}/src/`, import.meta.url);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .map((path) => readFileSync(new URL(path, folder), 'utf8'))
    .join('\n')
    .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

function namesIn(source: string, pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].map((match) => match[1]!))].toSorted();
}

/** What a service publishes: facts in units of work; and events as an upstream does. */
function publishedBy(service: Service): string[] {
  const source = sourcesOf(service);
  const facts = namesIn(source, /\.publish\(\s*'(\w+)'/g);
  return source.includes('encodeDomainEvent(') ? [...facts, 'domainEvents'].toSorted() : facts;
}

describe.each(SERVICES)('%s', (service) => {
  it('publishes what the flow says, and nothing else', () => {
    const said = FACTS.filter((name) => (FLOW[name].publishers as readonly string[]).includes(service));
    expect(publishedBy(service)).toEqual(said.toSorted());
  });

  it('handles what the flow says, and nothing else', () => {
    const said = FACTS.filter((name) => FLOW[name].readers.some((reading) => reading.service === service));
    expect(namesIn(sourcesOf(service), /@OnFacts\(\s*FLOW\.(\w+)/g)).toEqual(said.toSorted());
  });

  it('has each handler in its module', () => {
    const source = sourcesOf(service);
    for (const name of namesIn(source, /export class (On[A-Z]\w+)/g)) {
      const mentions = source.match(new RegExp(`\\b${name}\\b`, 'g'))!;
      // The class, the import, the module's list.
      expect(mentions.length, name).toBeGreaterThanOrEqual(3);
    }
  });
});

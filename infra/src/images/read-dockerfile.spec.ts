import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { expect, it } from 'vitest';
import { readDockerfile } from './read-dockerfile.ts';

it('reads stages, their bases and their steps', () => {
  const text = `ARG NODE=node:1.2\n# a comment\nFROM \${NODE} AS build\nWORKDIR /x\nRUN a \\\n    b\nFROM build AS end\nCOPY --from=build /x ./\nENV A=1 B=c=d\nUSER node\nCMD ["node", "x.js"]\n`;
  expect(readDockerfile(text)).toEqual([
    {
      name: 'build',
      base: 'node:1.2',
      steps: [
        { kind: 'workdir', folder: '/x' },
        { kind: 'run', command: 'a b' },
      ],
    },
    {
      name: 'end',
      base: 'build',
      steps: [
        { kind: 'copy', from: 'build', source: '/x', to: './' },
        { kind: 'env', values: { A: '1', B: 'c=d' } },
        { kind: 'other', text: 'USER node' },
        { kind: 'command', words: ['node', 'x.js'] },
      ],
    },
  ]);
});

it('refuses what it does not understand', () => {
  expect(() => readDockerfile('FROM x AS y\nADD a b')).toThrow('ADD is not understood');
});

const stages = readDockerfile(readFileSync(join(REPOSITORY, 'infra/docker/Dockerfile'), 'utf8'));
const byName = new Map(stages.map((stage) => [stage.name, stage]));

it.each(['hermod', 'simulator', 'collector'])('the image %s runs as nobody in particular', (name) => {
  const users: string[] = [];
  for (let stage = byName.get(name); stage !== undefined; stage = byName.get(stage.base))
    for (const step of stage.steps)
      if (step.kind === 'other' && step.text.startsWith('USER')) users.push(step.text);
  expect(users).toEqual(['USER node']);
});

it('every foreign image is pinned to a version', () => {
  const foreign = stages.map(({ base }) => base).filter((base) => !byName.has(base));
  expect(foreign.length).toBeGreaterThan(0);
  for (const image of foreign) expect(image).toMatch(/:\d+\.\d+\.\d+/);
});

/** One instruction of a stage, after its ARGs were filled in. */
export type Step =
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'copy'; readonly from: string | undefined; readonly source: string; readonly to: string }
  | { readonly kind: 'workdir'; readonly folder: string }
  | { readonly kind: 'env'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'command'; readonly words: readonly string[] }
  | { readonly kind: 'other'; readonly text: string };

/** A stage of a Dockerfile. */
export interface Stage {
  readonly name: string;
  /** Another stage, or an image. */
  readonly base: string;
  readonly steps: readonly Step[];
}

/**
 * Reads the part of the Dockerfile language that ours is written in.
 * @returns the stages in their order.
 * @throws Error for an instruction that isn't understood: it would else be left out unnoticed.
 */
export function readDockerfile(text: string): Stage[] {
  const args = new Map<string, string>();
  const stages: { name: string; base: string; steps: Step[] }[] = [];
  for (const line of instructions(text)) {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/s.exec(line) ?? [];
    const filled = rest.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => args.get(name) ?? whole);
    if (word === 'ARG') {
      const [name, value = ''] = filled.split('=', 2);
      args.set(name!, value);
    } else if (word === 'FROM') {
      const [base = '', , name = base] = filled.split(/\s+/);
      stages.push({ name, base, steps: [] });
    } else {
      const stage = stages.at(-1);
      if (stage === undefined) throw new Error(`${word} before FROM`);
      stage.steps.push(readStep(word, filled));
    }
  }
  return stages;
}

function instructions(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function readStep(word: string, rest: string): Step {
  switch (word) {
    case 'RUN':
      return { kind: 'run', command: rest };
    case 'COPY': {
      const [, from, source, to] = /^(?:--from=(\S+)\s+)?(\S+)\s+(\S+)$/.exec(rest) ?? [];
      if (source === undefined || to === undefined) throw new Error(`COPY ${rest} is not understood`);
      return { kind: 'copy', from, source, to };
    }
    case 'WORKDIR':
      return { kind: 'workdir', folder: rest };
    case 'ENV':
      return { kind: 'env', values: Object.fromEntries(rest.split(/\s+/).map(pairOf)) };
    case 'CMD':
      return { kind: 'command', words: JSON.parse(rest) as string[] };
    case 'USER':
    case 'EXPOSE':
    case 'ENTRYPOINT':
      return { kind: 'other', text: `${word} ${rest}` };
    default:
      throw new Error(`${word} is not understood`);
  }
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

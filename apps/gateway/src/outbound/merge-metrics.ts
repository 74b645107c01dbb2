/** Metrics of one process, with the labels that tell it from the others. */
export interface Exposition {
  readonly labels: Readonly<Record<string, string>>;
  /** Prometheus' text format 0.0.4. */
  readonly text: string;
}

interface Family {
  readonly comments: string[];
  readonly samples: string[];
}

/**
 * Several processes' metrics as one exposition: each sample labelled with where it is from, each metric
 * described once and kept together, as the format demands.
 */
export function mergeMetrics(expositions: readonly Exposition[]): string {
  const families = new Map<string, Family>();
  for (const { labels, text } of expositions) {
    let family: Family | undefined;
    for (const line of text.split('\n')) {
      const name = /^# (?:HELP|TYPE) (\S+)/.exec(line)?.[1];
      if (name !== undefined) {
        family = families.get(name) ?? { comments: [], samples: [] };
        families.set(name, family);
        if (!family.comments.some((known) => known.startsWith(line.slice(0, 7)))) family.comments.push(line);
      } else if (line !== '' && !line.startsWith('#')) {
        family?.samples.push(withLabels(line, labels));
      }
    }
  }
  const lines = [...families.values()].flatMap(({ comments, samples }) => [...comments, ...samples]);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function withLabels(sample: string, labels: Readonly<Record<string, string>>): string {
  const added = Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
  const [name = ''] = /^[^{\s]+/.exec(sample) ?? [];
  const rest = sample.slice(name.length);
  return rest.startsWith('{') ? `${name}{${added},${rest.slice(1)}` : `${name}{${added}}${rest}`;
}

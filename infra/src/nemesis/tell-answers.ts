import type { Evidence } from './evidence.ts';

/** What was answered in a run and what became of it, in a line; nothing where nobody was asked. */
export function tellAnswers({ answers, runs }: Pick<Evidence, 'answers' | 'runs'>): string[] {
  if (answers.length === 0) return [];
  const ways = [...Map.groupBy(answers, ({ way }) => way)].map(([way, all]) => `${way} ${all.length}`);
  const taken = answers.filter(({ answeredAt }) => answeredAt !== undefined).length;
  const strangers = answers.filter(({ by }) => by === 'stranger').length;
  const told = [...runs.values()].flatMap(({ timeline }) => timeline.map(({ what }) => what));
  const times = (words: string): number => told.filter((what) => what === words).length;
  return [
    `  answers: ${ways.sort().join(', ')}; ${taken} taken at once, ${strangers} by strangers; ` +
      `${times('answered')} moved their run, ${times('answered (late)')} came late, ${times('answered again')} again`,
  ];
}

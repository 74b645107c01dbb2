const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** What the pages of journeys say. */
export const journeyTexts = {
  title: 'Journeys',
  lead: 'What is said to whom when something happens. A draft changes nothing until it is published.',
  journey: 'Journey',
  published: 'Published',
  draftOnly: 'only a draft',
  version: (version: number) => `version ${version}`,
  draftOf: 'Draft of',
  none: 'No journey yet',
  noneFix: 'Write one on the page of its name, with `npx hermod push`, or with PUT /v1/journeys/{id}.',
  newOne: 'New journey',
  newId: 'Name',
  open: 'Open',
  document: 'Document',
  documentHint: 'YAML or JSON. It is checked while you write.',
  save: 'Save the draft',
  saved: 'The draft is saved.',
  publish: 'Publish',
  publishedAs: (version: number) => `Version ${version} is published: the next event starts it.`,
  unsaved: 'Save the draft before you publish it.',
  noMistakes: 'No mistake found',
  mistakes: (n: number) => plural(n, 'mistake', 'mistakes'),
  warnings: (n: number) => plural(n, 'thing to think about', 'things to think about'),
  exploration: {
    title: 'What can happen',
    complete: (states: number) =>
      `Every combination of outcomes was played: ${states.toLocaleString('en')} states.`,
    incomplete: (states: number) =>
      `There is more than was played (${states.toLocaleString('en')} states): these figures are the least.`,
    mostMessages: 'Most messages to one person',
    mostInDay: 'Most in 24 hours',
    lastMessage: 'Latest message after',
    end: 'Latest end after',
    endsAs: 'Can end as',
    deadSteps: 'Nothing leads to:',
    how: 'how',
  },
  versions: 'Versions',
  noVersions: 'Nothing is published yet.',
  publishedAt: 'Published',
  runs: 'Runs',
  allRuns: 'All runs',
} as const;

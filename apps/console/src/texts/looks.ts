const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** What stands beside a message as it looks. */
export const lookTexts = {
  segments: (n: number) => plural(n, 'segment', 'segments'),
  segment: (n: number, of: number) => `Segment ${n} of ${of}`,
  units: {
    'GSM-7': (n: number) => plural(n, 'septet', 'septets'),
    'UCS-2': (n: number) => plural(n, 'unit', 'units'),
  },
  costly: 'Characters that cost UCS-2',
  costlyHint: 'A segment has 70 characters with them, and 160 without.',
  costlyCharacter: (character: string) => `${character} is not in the GSM-7 alphabet`,
  pictures: 'Show pictures',
  noPictures: 'Hide pictures',
  picturesHint: 'Whoever keeps them learns that somebody looks.',
  picture: 'Picture',
  file: (contentType: string) => contentType,
  brand: (name: string) => `From ${name}`,
  cards: 'Cards',
  chips: 'What can be tapped',
  does: {
    reply: 'answers',
    openUrl: 'opens a page',
    dial: 'calls',
    viewLocation: 'shows a place',
    shareLocation: 'asks for the place',
    calendar: 'goes into the calendar',
  },
  mail: {
    html: 'As a page',
    text: 'As text',
    title: (subject: string) => `Email: ${subject}`,
    body: 'How it is shown',
  },
  attachments: 'Files',
  calendar: 'Invitation',
  clocks: (zone: string) => `by the clocks of ${zone}`,
} as const;

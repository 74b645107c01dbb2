/** What the page of answers that fit no question says. */
export const unmatchedTexts = {
  title: 'Unmatched answers',
  lead: 'What people wrote that no run had asked for, newest first. Somebody may have to read it, and answer.',
  none: 'Nothing here',
  noneFix: 'Whatever people wrote answered something, or asked for an end or for help.',
  noText: 'It came without words.',
  nobody: 'Nobody has this address',
  to: (address: string) => `to ${address}`,
  pager: { first: 'Back to the newest', next: 'Older' },
} as const;

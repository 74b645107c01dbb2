/** The http(s) links of a text in their order, without the punctuation that a sentence puts behind them. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"]+/gi)].map(([link]) => link.replace(/[.,;:!?)\]}'»]+$/, ''));
}

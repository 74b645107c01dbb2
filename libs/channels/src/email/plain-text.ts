import { compile } from 'html-to-text';

/** What is read where no HTML is shown: links with their addresses behind them, pictures by what stands for them. */
const convert = compile({
  wordwrap: false,
  formatters: {
    alt: ({ attribs }, _walk, builder) => {
      const { alt } = (attribs ?? {}) as { readonly alt?: string };
      if (alt !== undefined) builder.addInline(alt);
    },
  },
  selectors: [
    {
      selector: 'a',
      options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['<', '>'] },
    },
    { selector: 'img', format: 'alt' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** The text part of a mail that is written in HTML only. May be empty. */
export const plainTextOf = (html: string): string => convert(html).trim();

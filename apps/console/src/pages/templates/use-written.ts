import { useRef, useState } from 'react';
import type { WrittenTemplate } from './template-fields.ts';

/** A template while somebody writes it, as a document and as the text of it. */
export interface Written {
  readonly document: WrittenTemplate;
  readonly text: string;
  /** Why the text is no document. */
  readonly mistake: string | undefined;
  readonly write: (text: string) => void;
  readonly change: (document: WrittenTemplate) => void;
}

const textOf = (document: WrittenTemplate): string => JSON.stringify(document, null, 2);

/** Keeps the document and its text in step. While the text is no document, the last one stays. */
export function useWritten(initial: WrittenTemplate): Written {
  const [state, set] = useState(() => ({
    document: initial,
    text: textOf(initial),
    mistake: undefined as string | undefined,
  }));
  const turn = useRef(0);
  return {
    ...state,
    change: (document) => {
      turn.current += 1;
      set({ document, text: textOf(document), mistake: undefined });
    },
    write: (text) => {
      turn.current += 1;
      const mine = turn.current;
      set((before) => ({ ...before, text }));
      void (async () => {
        const { readDocument } = await import('./read-document.ts');
        const read = readDocument(text);
        if (mine !== turn.current) return;
        if ('mistake' in read) set((before) => ({ ...before, mistake: read.mistake }));
        else set({ document: read.document as WrittenTemplate, text, mistake: undefined });
      })();
    },
  };
}

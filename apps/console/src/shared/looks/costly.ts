// First, and with an effect: what follows makes schemas when it is loaded.
import '../no-eval.ts';
import { costlyCharacters } from '@hermod/channels';

/** A piece of a text; `isCostly` where it is one character that puts the whole SMS into UCS-2. */
export interface Piece {
  readonly text: string;
  readonly isCostly: boolean;
}

/** Cuts a text so that each character outside the GSM-7 alphabet stands by itself. */
export function piecesOf(text: string): Piece[] {
  const costly = new Set(costlyCharacters(text).map(({ character }) => character));
  const pieces: { text: string; isCostly: boolean }[] = [];
  for (const character of text) {
    const isCostly = costly.has(character);
    const last = pieces.at(-1);
    if (last === undefined || isCostly || last.isCostly) pieces.push({ text: character, isCostly });
    else last.text += character;
  }
  return pieces;
}

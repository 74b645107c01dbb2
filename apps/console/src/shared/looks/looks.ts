/** Messages as people get to see them, by what is drawn. */

/** What can be tapped. `to` is where it leads: an address, a number, a place. */
export interface ChipLook {
  readonly text: string;
  readonly does: 'reply' | 'openUrl' | 'dial' | 'viewLocation' | 'shareLocation' | 'calendar';
  readonly to?: string | undefined;
}

/** A card of RCS, alone or in a carousel. */
export interface CardLook {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly media?: { readonly url: string; readonly height?: string | undefined } | undefined;
  readonly suggestions?: readonly ChipLook[] | undefined;
}

/** A brand as it stands above the messages of its agent. */
export interface BrandLook {
  readonly name: string;
  readonly logo?: string | undefined;
}

/** A picture, a film, a sound. */
export interface MediaLook {
  readonly url: string;
  readonly contentType?: string | undefined;
}

export interface RcsLookGiven {
  readonly text?: string | undefined;
  readonly cards: readonly CardLook[];
  readonly suggestions: readonly ChipLook[];
}

/** An email. Instants are ISO 8601. */
export interface MailLookGiven {
  readonly subject: string;
  readonly preheader?: string | undefined;
  readonly text: string;
  readonly html?: string | undefined;
  readonly attachments?: readonly { readonly filename: string; readonly contentType: string }[] | undefined;
  readonly calendar?:
    | {
        readonly title: string;
        readonly start: string;
        readonly end: string;
        readonly timeZone?: string | undefined;
      }
    | undefined;
}

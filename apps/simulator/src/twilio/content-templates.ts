import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A chip: what it says, and what comes back when it is tapped. */
const Action = z.object({ title: z.string().min(1).max(25), id: z.string().min(1).max(200) });

/** Body of `POST /v1/Content`, with the types that this simulator shows. Source: Twilio's "Content API resources". */
export const NewTemplate = z.object({
  friendly_name: z.string().optional(),
  language: z.string(),
  variables: z.record(z.string(), z.string()).default({}),
  types: z.object({
    'twilio/text': z.object({ body: z.string() }).optional(),
    'twilio/media': z.object({ body: z.string().optional(), media: z.array(z.string()).min(1) }).optional(),
    'twilio/quick-reply': z.object({ body: z.string(), actions: z.array(Action).min(1).max(11) }).optional(),
  }),
});
export type NewTemplate = z.infer<typeof NewTemplate>;

/** A content template with its variables filled in. */
export interface RenderedTemplate {
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly actions: readonly z.infer<typeof Action>[];
}

const Variables = z.record(z.string(), z.string());
const MAX_TEMPLATES = 1_000;

/** The content templates of the simulated Twilio: what RCS needs for anything more than a text or a file. */
export class ContentTemplates {
  readonly #bySid = new Map<string, NewTemplate>();

  /** Keeps a template. @returns its sid. */
  add(template: NewTemplate): string {
    const sid = `HX${randomBytes(16).toString('hex')}`;
    this.#bySid.set(sid, template);
    const [oldest] = this.#bySid.keys();
    if (this.#bySid.size > MAX_TEMPLATES && oldest !== undefined) this.#bySid.delete(oldest);
    return sid;
  }

  /** @param variables the JSON of `ContentVariables`. @returns undefined for a template or variables that are none. */
  render(sid: string, variables: string): RenderedTemplate | undefined {
    const template = this.#bySid.get(sid);
    const given = Variables.safeParse(parsed(variables));
    if (template === undefined || !given.success) return undefined;
    const fill = (text: string): string =>
      text.replaceAll(
        /\{\{(\w+)\}\}/g,
        (_, name: string) => given.data[name] ?? template.variables[name] ?? '',
      );
    const { 'twilio/quick-reply': quick, 'twilio/media': media, 'twilio/text': text } = template.types;
    return {
      body: fill(quick?.body ?? media?.body ?? text?.body ?? ''),
      mediaUrls: (media?.media ?? []).map(fill),
      actions: (quick?.actions ?? []).map(({ title, id }) => ({ title: fill(title), id: fill(id) })),
    };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever asked is told that these are no variables.
    return undefined;
  }
}

import { describe, expect, it } from 'vitest';
import { needsLinks, sampleLinks } from './personal-links.ts';
import { compileTemplate } from '../rendering/compile-template.ts';
import { renderTemplate } from '../rendering/render-template.ts';

const sms = (text: string): ReturnType<typeof compileTemplate> =>
  compileTemplate({ channel: 'sms', content: { text } });

describe('links of a person', () => {
  it('are needed by a template that writes one of them, in whatever way', () => {
    expect(needsLinks(sms('Ändern: {{ links.preferences }}'))).toBe(true);
    expect(needsLinks(sms('{% if links.unsubscribe %}x{% endif %}'))).toBe(true);
    expect(needsLinks(sms("{{ links['preferences'] }}"))).toBe(true);
    expect(needsLinks(sms('{{ event.data.links }} {{ vars.linksOut }}'))).toBe(false);
  });

  it('stand in a preview as samples of their length', () => {
    const links = sampleLinks('https://hermod.example');
    expect(renderTemplate(sms('{{ links.unsubscribe }}'), { links })).toEqual({
      channel: 'sms',
      text: links.unsubscribe,
    });
  });
});

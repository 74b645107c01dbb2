import { expect, it } from 'vitest';
import { readLinkUrl } from './link-url.ts';

const PUBLIC = 'https://hermod.example';

it('short links begin with one’s own domain, else with the public URL', () => {
  expect(readLinkUrl({ HERMOD_LINK_URL: 'https://go.example/' }, PUBLIC)).toBe('https://go.example');
  expect(readLinkUrl({}, PUBLIC)).toBe(PUBLIC);
});

it.each(['go.example', 'ftp://go.example', 'https://go.example/?a=1'])('refuses %s', (url) => {
  expect(() => readLinkUrl({ HERMOD_LINK_URL: url }, PUBLIC)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', field: 'HERMOD_LINK_URL' }) as Error,
  );
});

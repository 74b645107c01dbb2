import { describe, expect, it } from 'vitest';
import { readMediaHosts } from './media-hosts.ts';

describe('the private hosts of media', () => {
  it.each([
    [
      'those that are written',
      { HERMOD_MEDIA_HOSTS: ' 127.0.0.1:8090, Pictures.local ,' },
      ['127.0.0.1:8090', 'pictures.local'],
    ],
    ['none, when it says so', { HERMOD_MEDIA_HOSTS: '' }, []],
    [
      'the simulator’s, without a file of providers',
      { HERMOD_SIMULATOR_URL: 'http://simulator:8090' },
      ['simulator:8090'],
    ],
    ['the simulator’s default', {}, ['127.0.0.1:8090']],
    ['none with providers of one’s own', { HERMOD_PROVIDERS: 'providers.yaml' }, []],
  ])('are %s', (_, env, hosts) => expect([...readMediaHosts(env)]).toEqual(hosts));

  it.each(['http://127.0.0.1:8090', 'a b', 'user@host', 'host:port'])('are not %s', (written) => {
    expect(() => readMediaHosts({ HERMOD_MEDIA_HOSTS: written })).toThrow(/HERMOD_MEDIA_HOSTS/);
  });
});

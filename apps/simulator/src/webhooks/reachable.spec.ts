import { expect, it } from 'vitest';
import { reachableFrom } from './reachable.ts';

const mayReach = reachableFrom('https://hermod.example:8443/base');

it.each([
  'https://hermod.example:8443/webhooks/twilio',
  'http://127.0.0.1:9999/x',
  'http://127.8.8.8/x',
  'http://localhost:1/x',
  'http://[::1]:1/x',
  'http://2130706433/x',
])('reaches %s', (url) => {
  expect(mayReach(url)).toBe(true);
});

it.each([
  'https://hermod.example/webhooks/twilio',
  'http://10.0.0.1/x',
  'http://169.254.169.254/latest',
  'http://127.0.0.1.evil.example/x',
  'http://127.0.0.1@evil.example/x',
  'file:///etc/passwd',
  'not a url',
])('does not reach %s', (url) => {
  expect(mayReach(url)).toBe(false);
});

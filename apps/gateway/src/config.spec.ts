import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const ENVIRONMENT = {
  PORT: '8080',
  HERMOD_API_KEY: 'key',
  HERMOD_PRINCIPAL_SECRET: 'secret',
  HERMOD_PUBLIC_URL: 'https://hermod.example/',
  KAFKA_BROKERS: 'a:9092, b:9092',
  DATABASE_URL: 'postgres://hermod_gateway:secret@127.0.0.1:5433/hermod',
  HERMOD_URL_ROUTING: 'http://127.0.0.1:1/,http://127.0.0.1:2',
  HERMOD_URL_CONSENT: 'http://127.0.0.1:3',
  HERMOD_URL_DELIVERY: 'http://127.0.0.1:4',
  HERMOD_URL_RECEIPTS: 'http://127.0.0.1:5',
};

describe('the configuration', () => {
  it('is read from the environment', () => {
    expect(readConfig(ENVIRONMENT)).toMatchObject({
      port: 8080,
      brokers: ['a:9092', 'b:9092'],
      kafkaPrefix: '',
      publicUrl: 'https://hermod.example',
      databaseUrl: ENVIRONMENT.DATABASE_URL,
      services: { routing: ['http://127.0.0.1:1', 'http://127.0.0.1:2'], consent: ['http://127.0.0.1:3'] },
    });
    expect(readConfig({ ...ENVIRONMENT, HERMOD_PUBLIC_URL: undefined }).publicUrl).toBe(
      'http://127.0.0.1:8080',
    );
  });

  it('lets no other origin in unless it is named, exactly', () => {
    const origins = (text: string | undefined) =>
      readConfig({ ...ENVIRONMENT, HERMOD_CORS_ORIGINS: text }).corsOrigins;
    expect([origins(undefined), origins(''), origins(' ')]).toEqual([[], [], []]);
    expect(origins('https://a.example, http://127.0.0.1:5173')).toEqual([
      'https://a.example',
      'http://127.0.0.1:5173',
    ]);
    for (const text of [
      '*',
      'https://a.example/',
      'a.example',
      'https://*.example',
      'null',
      'ftp://a.example',
    ])
      expect(() => origins(text)).toThrow('HERMOD_CORS_ORIGINS is no list of');
  });

  it('that can not be used is told in one sentence, without any secret', () => {
    const bad = { ...ENVIRONMENT, PORT: 'http', HERMOD_URL_CONSENT: 'ftp://x', KAFKA_BROKERS: undefined };
    expect(() => readConfig(bad)).toThrow(
      "The gateway can't start: PORT is no port, KAFKA_BROKERS is missing, HERMOD_URL_CONSENT is no http(s) URL.",
    );
  });
});

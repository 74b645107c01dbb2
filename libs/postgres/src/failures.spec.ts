import { describe, expect, it } from 'vitest';
import { isTransientDatabaseError } from './failures.ts';

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('errors that pass', () => {
  it.each([
    ['08006', 'the connection broke'],
    ['28000', 'the role is refused'],
    ['28P01', 'the password is refused'],
    ['3D000', 'the database is not there'],
    ['25006', 'the server is a standby'],
    ['40001', 'transactions met'],
    ['40P01', 'a deadlock'],
    ['53300', 'too many connections'],
    ['53100', 'the disk is full'],
    ['55000', 'the database takes no connections'],
    ['55P03', 'a lock was not free'],
    ['57014', 'a statement took too long'],
    ['57P01', 'the server shuts down'],
    ['58030', 'an I/O error'],
    ['ECONNREFUSED', 'nobody listens'],
    ['EHOSTUNREACH', 'no way there'],
  ])('%s: %s', (code) => {
    expect(isTransientDatabaseError(withCode(code))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ])("are known by the client's words, too: %s", (message) => {
    expect(isTransientDatabaseError(new Error(message))).toBe(true);
  });

  it('are found behind causes and in what TypeORM wraps', () => {
    const cause = withCode('57P01');
    expect(isTransientDatabaseError(new Error('a', { cause: new Error('b', { cause }) }))).toBe(true);
    expect(isTransientDatabaseError(Object.assign(new Error('q'), { driverError: cause }))).toBe(true);
  });
});

describe('errors that stay', () => {
  it.each(['22P02', '22021', '23505', '23514', '42P01', '42703', '42501', '54000', 'P0001', 'ENOENT'])(
    '%s',
    (code) => {
      expect(isTransientDatabaseError(withCode(code))).toBe(false);
    },
  );

  it.each([undefined, null, 'timeout', 42, new Error('x'), { code: '57P01' }])(
    'what says nothing of a database: %s',
    (thrown) => {
      expect(isTransientDatabaseError(thrown)).toBe(false);
    },
  );
});

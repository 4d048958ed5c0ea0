import { describe, expect, it } from 'vitest';
import { databaseFault, reasonOf } from './databaseFault.js';
import { SchemaTooNew } from './migrate.js';

const error = (code: string, message = '') => Object.assign(new Error(message), { code });

describe('an error of the database', () => {
  it.each([
    ['22021', 'message'],
    ['22003', 'message'],
    ['23505', 'message'],
    ['28P01', 'setup'],
    ['3D000', 'setup'],
    ['42501', 'setup'],
    ['42P01', 'setup'],
    ['57P03', 'away'],
    ['57P01', 'away'],
    ['53300', 'away'],
    ['53100', 'away'],
    ['25006', 'away'],
    ['40001', 'away'],
    ['08006', 'away'],
    ['ECONNREFUSED', 'away'],
    ['ENOTFOUND', 'away'],
    ['SQLITE_FULL', 'away'],
    ['SQLITE_BUSY', 'away'],
    ['SQLITE_CANTOPEN', 'setup'],
    ['SQLITE_NOTADB', 'setup'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'message'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'setup'],
  ])('%s is the fault of: %s', (code, fault) => expect(databaseFault(error(code))).toBe(fault));

  it.each<[unknown, string]>([
    [new SchemaTooNew('version 9'), 'setup'],
    [new Error('The server does not support SSL connections'), 'setup'],
    [new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), 'setup'],
    [new Error('ConnectionFailed("Unable to open connection to local database /x/y.db: 14")'), 'setup'],
    [new Error('Connection terminated unexpectedly'), 'away'],
    [new Error('Query read timeout'), 'away'],
    [new TypeError('x is undefined'), 'message'],
    ['a text', 'message'],
  ])('%s is the fault of: %s', (cause, fault) => expect(databaseFault(cause)).toBe(fault));

  it('has a reason, also where the driver gives none', () => {
    expect(reasonOf(error('ECONNREFUSED', ''))).toBe('ECONNREFUSED');
    expect(reasonOf(new Error('why'))).toBe('why');
  });
});

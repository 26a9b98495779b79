import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAllowed, licenceViolations, lockFileViolations, recognise } from '../support/licences.ts';

const root = join(import.meta.dirname, '../..');

test('BUILD2 every shipped package has a licence that we may ship', () => {
  expect(licenceViolations(root)).toEqual([]);
});

test('BUILD2 the lock file is complete and names no download address', () => {
  expect(lockFileViolations(root)).toEqual([]);
});

test.each([
  ['MIT', 'allowed'],
  ['(MIT OR GPL-3.0)', 'allowed'],
  ['LGPL-3.0 OR (Apache-2.0 AND ISC)', 'allowed'],
  ['Apache-2.0 WITH LLVM-exception', 'allowed'],
  ['MIT AND GPL-3.0', 'refused'],
  ['(MIT OR ISC) AND AGPL-3.0-only', 'refused'],
  ['LGPL-2.1', 'refused'],
  ['BUSL-1.1', 'refused'],
  ['SSPL-1.0', 'refused'],
  ['Elastic-2.0', 'refused'],
  ['UNLICENSED', 'refused'],
  ['SEE LICENSE IN terms.txt', 'refused'],
  ['(MIT', 'refused'],
  ['', 'refused'],
])('BUILD2 the licence "%s" is %s', (expression, verdict) => {
  expect(isAllowed(expression) ? 'allowed' : 'refused').toBe(verdict);
});

describe('BUILD2 in a package tree', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapporteur-licences-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function install(name: string, manifest: object, licenceText?: string): void {
    const path = join(folder, 'node_modules', name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
    if (licenceText !== undefined) writeFileSync(join(path, 'LICENSE'), licenceText);
  }

  function lock(packages: Record<string, object>): void {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
  }

  test('finds a refused licence, also of another platform, and not of development alone', () => {
    install('shipped', { license: 'AGPL-3.0' });
    install('older', { licenses: [{ type: 'MIT' }, { type: 'GPL-2.0' }] });
    lock({
      'node_modules/shipped': { version: '1.0.0' },
      'node_modules/older': { version: '1.0.0' },
      'node_modules/elsewhere': { version: '2.0.0', license: 'GPL-3.0', optional: true },
      'node_modules/tool': { version: '3.0.0', license: 'GPL-3.0', dev: true },
    });
    expect(licenceViolations(folder)).toEqual([
      { package: 'shipped@1.0.0', licence: 'AGPL-3.0' },
      { package: 'elsewhere@2.0.0', licence: 'GPL-3.0' },
    ]);
  });

  test('reads the licence file of a package that declares nothing', () => {
    install(
      'plain',
      {},
      'Permission is hereby granted, free of charge, to any\nperson obtaining a copy of …',
    );
    install('silent', {});
    lock({
      'node_modules/plain': { version: '1.0.0' },
      'node_modules/silent': { version: '1.0.0' },
    });
    expect(licenceViolations(folder)).toEqual([{ package: 'silent@1.0.0', licence: 'none declared' }]);
  });

  test('finds a download address, a missing hash and a missing platform in the lock file', () => {
    install('b', {});
    lock({
      'node_modules/a': { integrity: 'sha512-…', resolved: 'https://example.org/a.tgz' },
      'node_modules/b': { optional: true, os: ['linux'] },
      'node_modules/c': { integrity: 'sha512-…', optionalDependencies: { 'c-darwin': '1.0.0', d: '1.0.0' } },
      'node_modules/d': { optional: true, os: ['darwin'] },
    });
    expect(lockFileViolations(folder)).toEqual([
      'node_modules/a names a download address',
      'node_modules/b has no integrity hash',
      'node_modules/c may install c-darwin, which has no entry, so that npm ci refuses',
    ]);
  });
});

test('BUILD2 our own licence text is the one that we declare', () => {
  expect(recognise(readFileSync(join(root, 'LICENSE'), 'utf8'))).toBe('Apache-2.0');
});

import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { importsOf, importViolations, importViolationsIn, ruledFolders } from '../support/imports.ts';
import { trackedFiles } from '../support/tracked-files.ts';

const root = join(import.meta.dirname, '../..');
const files = trackedFiles(root);

test('BUILD1 no file imports what its part may not know', () => {
  expect(importViolationsIn(root, files)).toEqual([]);
});

describe('BUILD1 the rule itself', () => {
  test.each([
    ['domain/a.ts', "import { b } from './b/c.ts'"],
    ['domain/a.ts', "import { z } from 'zod'"],
    ['domain/a.ts', "import { Schema } from '@tiptap/pm/model'"],
    ['db/queries/a.ts', "import { b } from '../../domain/b.ts'"],
    ['db/a.ts', "import { log } from '../log.ts'"],
    ['collab/a.ts', "import { b } from '../db/b.ts'"],
    ['api/a.ts', "import { createHash } from 'node:crypto'"],
    ['web/a.tsx', "import type { App } from '../api/app.ts'"],
    ['web/a.tsx', "import { b } from '../domain/b.ts'"],
    ['server.ts', "import { app } from './api/app.ts'"],
    ['web-build.ts', "import { log } from './log.ts'"],
    ['config.ts', "import { b } from './domain/b.ts'"],
    ['tests/db/a.test.ts', "import { b } from '../../collab/b.ts'"],
  ])('allows %s: %s', (file, source) => {
    expect(importViolations(file, source)).toEqual([]);
  });

  test.each([
    ['domain/a.ts', "import { b } from '../db/b.ts'"],
    ['domain/a.ts', "import { createHash } from 'node:crypto'"],
    ['domain/a.ts', "import { sql } from 'kysely'"],
    ['domain/a.ts', "import type { Config } from '../config.ts'"],
    ['domain/a.ts', 'const b = await import(name)'],
    ['db/a.ts', "import { b } from '../api/b.ts'"],
    ['db/a.ts', "import { useState } from 'react'"],
    ['collab/a.ts', "import { b } from '../api/b.ts'"],
    ['collab/a.ts', "import type { B } from '../api/b.ts'"],
    ['api/a.ts', "import { b } from '../collab/b.ts'"],
    ['api/a.ts', "export { b } from '../collab/b.ts'"],
    ['api/a.ts', "type B = import('../collab/b.ts').B"],
    ['api/a.ts', "import { server } from '../server.ts'"],
    ['web/a.tsx', "import { type App } from '../api/app.ts'"],
    ['web/a.tsx', "import { app } from '../api/app.ts'"],
    ['web/a.tsx', "import type { Row } from '../db/tables.ts'"],
    ['web/a.tsx', "import { readFile } from 'node:fs'"],
    ['log.ts', "import { b } from './db/b.ts'"],
    ['log.ts', "import { server } from './server.ts'"],
    ['api/a.ts', "import { start } from '../tests/support/run.ts'"],
    ['lib/a.ts', "import { b } from './b.ts'"],
  ])('refuses %s: %s', (file, source) => {
    expect(importViolations(file, source)).toHaveLength(1);
  });
});

test('BUILD1 what is shipped imports no package that only development installs', () => {
  const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
  const { dependencies } = manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const shipped = files.filter(
    (file) => /\.tsx?$/.test(file) && ruledFolders.some((folder) => file.startsWith(`${folder}/`)),
  );
  const undeclared = shipped.flatMap((file) =>
    importsOf(file, readFileSync(join(root, file), 'utf8'))
      .filter(({ isTypeOnly, specifier }) => !isTypeOnly && !/^[.(]|^node:/.test(specifier))
      .map(({ specifier }) => specifier)
      .filter((specifier) => !Object.hasOwn(dependencies, packageOf(specifier)))
      .filter((specifier) => !builtinModules.includes(specifier))
      .map((specifier) => `${file}: ${specifier}`),
  );
  expect(undeclared).toEqual([]);
});

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

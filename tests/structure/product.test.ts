import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { trackedFiles } from '../support/tracked-files.ts';

const root = join(import.meta.dirname, '../..');
const files = trackedFiles(root);

/** Lines of the repository's texts that match, as "file:line: text". */
function linesMatching(pattern: RegExp, among: readonly string[] = files): string[] {
  return among.flatMap((file) => {
    const bytes = readFileSync(join(root, file));
    if (bytes.includes(0)) return [];
    const text = bytes.toString('utf8');
    // The whole text first: nearly no file has a match, and splitting them all is slow.
    if (!pattern.test(text)) return [];
    return text
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
      );
  });
}

// Written with classes of one letter, so that this file does not find itself.
const localPath = /(?:^|[\s'"`=(:])\/(?:[w]ork|[r]oot|[h]ome|[U]sers)\//;
const registryHost = /[r]egistry\.npmjs|[n]pmjs\.(?:org|com)|[a]rtifactory|[d]eb\.debian/;
const unfinished = /\b(?:[T]ODO|[F]IXME)\b/;

describe('BUILD4 the repository', () => {
  test('names no folder of the machine it was written on', () => {
    expect(linesMatching(localPath)).toEqual([]);
  });

  test('names no package registry', () => {
    expect(linesMatching(registryHost)).toEqual([]);
  });

  test('leaves nothing marked as unfinished', () => {
    expect(linesMatching(unfinished)).toEqual([]);
  });

  test('has JSX only under web/', () => {
    expect(files.filter((file) => /\.[jt]sx$/.test(file) && !/^(?:tests\/)?web\//.test(file))).toEqual([]);
  });

  test('has no file that is named for nothing, and no barrel', () => {
    const namedForNothing = /^(?:utils?|helpers?|common|managers?|misc|index)\.[cm]?[jt]sx?$/;
    expect(files.filter((file) => namedForNothing.test(basename(file)))).toEqual([]);
  });

  test('names sources in kebab-case, and components in PascalCase', () => {
    const sources = files.filter((file) => /\.tsx?$/.test(file));
    const wanted = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*\.ts|[A-Z][A-Za-z0-9]*(?:\.test)?\.tsx)$/;
    // Vite's entry stands in index.html and renders no component of its own name.
    expect(sources.filter((file) => !wanted.test(basename(file)) && file !== 'web/main.tsx')).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Folders that no checkout tracks, for where git cannot be asked. */
const untrackedFolders = new Set(['node_modules', 'data', 'dist', '.git']);

/**
 * Paths of the repository's files from `root`, with forward slashes: what git tracks and still stands on
 * disk. In a copy without git (an unpacked archive) it is every file outside the folders never tracked.
 */
export function trackedFiles(root: string): string[] {
  const git = spawnSync('git', ['ls-files', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (git.status === 0)
    return git.stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  return filesBelow(root).map((path) => relative(root, path).split(sep).join('/'));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return untrackedFolders.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

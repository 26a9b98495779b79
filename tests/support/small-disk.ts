import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A disk of a test's own that can be full. */
export type SmallDisk = {
  folder: string;
  /** Takes all the room that is left. */
  fill(): void;
  free(): void;
  remove(): void;
};

/** Mounts one of so many megabytes, in memory; null, with one line that says so, for whoever may not mount. */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'rapporteur-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    console.log('Only root on Linux can mount a small disk: no disk is really filled here.');
    return null;
  }
  chmodSync(folder, 0o755);
  const filler = path.join(folder, 'filler');
  const remove = () => {
    process.off('exit', remove);
    spawnSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove); // where a test is given up, nobody calls it
  return {
    folder,
    fill() {
      const file = openSync(filler, 'w');
      try {
        for (let bytes = 1 << 20; bytes >= 1; bytes >>= 1) writeUntilFull(file, Buffer.alloc(bytes));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove,
  };
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    while (writeSync(file, piece) === piece.length);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const installTimeoutMs = 10 * 60_000;

/**
 * Installs a package of Debian when root or a sudo without password can, and says so in one line. Returns
 * whether it did. Debian only: elsewhere a package of this name is missing, or hands over to a store that
 * asks questions.
 */
export function installDebianPackage(name: string, why: string): boolean {
  if (!existsSync('/usr/bin/apt-get') || !isDebian()) return false;
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (prefix.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return false;
  console.log(`${why}: installing the Debian package "${name}".`);
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q'];
  return (
    runQuietly([...apt, 'update']) && runQuietly([...apt, 'install', '-y', '--no-install-recommends', name])
  );
}

/** Runs an installer; what it printed is shown only when it failed. */
export function runQuietly([program, ...args]: string[]): boolean {
  if (program === undefined) return false;
  const run = spawnSync(program, args, { encoding: 'utf8', timeout: installTimeoutMs, stdio: 'pipe' });
  if (run.status === 0) return true;
  console.log(
    `${[program, ...args].join(' ')} failed: ${run.error?.message ?? ''}\n${run.stdout}${run.stderr}`,
  );
  return false;
}

/** Every place where programs of these names could lie along the search path, the first name first. */
export function placesOnPath(names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

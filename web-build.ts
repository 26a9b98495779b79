import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { DomainError } from './domain/errors.ts';

const root = import.meta.dirname;
const dist = path.join(root, 'dist');

/** The folder that is served, once `ensureWebClient` has returned. */
export const webFolder = path.join(dist, 'web');

const sources = ['web', 'domain', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];
const stampName = '.sources';

/**
 * Builds the web client unless the one in `dist/web` was built from exactly these sources: their contents
 * decide, since git and copies do not keep times. Built aside and renamed, so that a build cut short is never
 * served, and two servers that build at once do no harm. `announce` is told when a build begins.
 *
 * @throws DomainError `unavailable` when it must be built and cannot.
 */
export async function ensureWebClient(announce: (line: string) => void, signal?: AbortSignal): Promise<void> {
  if (!existsSync(path.join(root, 'web/index.html'))) {
    if (existsSync(path.join(webFolder, 'index.html'))) return; // shipped without its sources
    throw new DomainError(
      'unavailable',
      `The interface is missing: neither ${webFolder} nor its sources are there.`,
    );
  }
  const stamp = stampOfSources();
  if (readStamp() === stamp) return;
  announce('Building the interface…');
  const draft = makeDraft();
  try {
    await runVite(draft, signal);
    await compressFiles(draft);
    writeFileSync(path.join(draft, stampName), stamp);
    chmodSync(draft, 0o755); // a temporary folder is its owner's alone, and others may start from this checkout
    replace(draft, stamp);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function stampOfSources(): string {
  const hash = createHash('sha256');
  const add = (file: string): void => {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  };
  for (const source of sources.map((name) => path.join(root, name)).filter((name) => existsSync(name)))
    if (source.endsWith('web') || source.endsWith('domain'))
      readdirSync(source, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort()
        .forEach(add);
    else add(source);
  return hash.digest('hex');
}

function readStamp(): string | null {
  try {
    return readFileSync(path.join(webFolder, stampName), 'utf8');
  } catch {
    return null;
  }
}

function makeDraft(): string {
  try {
    mkdirSync(dist, { recursive: true });
    return mkdtempSync(path.join(dist, 'web.new-'));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new DomainError(
      'unavailable',
      `The interface must be built and ${dist} cannot be written (${reason}): run npm run build as the user who owns it.`,
    );
  }
}

/** In a process of its own, whose memory is given back when the server settles down to serve. */
function runVite(outDir: string, signal?: AbortSignal): Promise<void> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const child = spawn(
    process.execPath,
    [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: root,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined },
    },
  );
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      if (code === 0) resolve();
      else
        reject(
          new DomainError(
            'unavailable',
            `The interface could not be built (${code ?? killedBy}):\n${output.trim()}`,
          ),
        );
    });
  });
}

/** Compressed once here rather than at each request. Images and fonts are compressed already. */
async function compressFiles(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(js|css|svg|json|txt)$/.test(file)) continue;
    const bytes = readFileSync(file);
    if (bytes.length < 1024) continue;
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
    writeFileSync(`${file}.br`, await promisify(brotliCompress)(bytes, quality));
    writeFileSync(`${file}.gz`, await promisify(gzip)(bytes));
  }
}

function replace(draft: string, stamp: string): void {
  const old = `${draft}.old`;
  try {
    if (existsSync(webFolder)) renameSync(webFolder, old);
    renameSync(draft, webFolder);
  } catch (error) {
    if (readStamp() !== stamp) throw error; // otherwise another server finished the same build first
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

// `npm run build`, as the Dockerfile runs it, leaves the same stamp.
if (import.meta.main)
  await ensureWebClient((line) => console.log(line)).catch((error: unknown) => {
    console.error(error instanceof DomainError ? error.message : error);
    process.exitCode = 1;
  });

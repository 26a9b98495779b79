import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DomainError } from '../../domain/errors.ts';
import type { ComposedReport } from '../../domain/publication/compose.ts';
import { type PrintedAs, printed } from '../../domain/publication/printed.ts';
import type { Outcome } from './typeset-worker.ts';

/** A picture of the report: the file's bytes and its pixels. */
export type Picture = { bytes: Buffer; mediaType: string; width: number; height: number };

/** What typesetting gives. `standard`: the PDF standard it claims; `complaints`: why it is not PDF/UA-1, if it is not. */
export type Typeset = { pdf: Buffer; pages: number; standard: string; complaints: string[] };

/** How much one job may take before it is killed. */
export type Limits = { timeoutMs: number; memoryMb: number };

/** `signal`: aborted when nobody waits for it any more. */
export type Job = { as: PrintedAs; limits?: Limits; signal?: AbortSignal };

const LIMITS: Limits = { timeoutMs: 120_000, memoryMb: 1536 };

export const PICTURE_EXTENSIONS: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

/** Jobs wait for each other: two at once would take twice the memory of the machine's largest job. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Typesets a report to PDF in a child process of its own, one job at a time, in a folder that is deleted
 * afterwards. `pictures` are by file id; a figure whose picture is not there prints its caption alone.
 *
 * @throws DomainError `invalid` when a picture cannot be read, `too_large` when the job takes more than its
 *   limits, `unavailable` when the typesetter fails.
 */
export function typeset(
  report: ComposedReport,
  pictures: ReadonlyMap<string, Picture>,
  { as, limits = LIMITS, signal }: Job,
): Promise<Typeset> {
  const job = last
    .then(() => {
      signal?.throwIfAborted();
      return runJob(report, pictures, as, limits, signal);
    })
    .catch((error: unknown) => {
      if (signal?.aborted) throw new DomainError('unavailable', 'Nobody waits for this any more.');
      if (!(error instanceof DomainError) || as === 'draft') throw error;
      throw new DomainError(error.code, `${error.message} Nothing was published.`, error.fields);
    });
  last = job.catch(() => undefined);
  return job;
}

async function runJob(
  report: ComposedReport,
  pictures: ReadonlyMap<string, Picture>,
  as: PrintedAs,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<Typeset> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rapporteur-typeset-'));
  try {
    const names = new Map<string, string>();
    for (const [id, { bytes, mediaType }] of pictures) {
      const name = `picture-${names.size}.${PICTURE_EXTENSIONS[mediaType] ?? 'bin'}`;
      names.set(id, name);
      await writeFile(path.join(folder, name), bytes);
    }
    const pictureOf = (id: string) => {
      const [picture, name] = [pictures.get(id), names.get(id)];
      return picture && name ? { path: name, width: picture.width, height: picture.height } : null;
    };
    const data = printed(report, pictureOf, as);
    const at = new Date(report.publishedAt);
    const day = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
    await writeFile(path.join(folder, 'report.json'), JSON.stringify({ ...data, day }));
    await writeFile(path.join(folder, 'pictures.json'), JSON.stringify([...names.values()]));
    const outcome = await runWorker(folder, limits, signal);
    if (outcome.kind === 'failed') throw refusal(outcome, names, report);
    const pdf = await readFile(path.join(folder, 'report.pdf'));
    return { pdf, pages: outcome.pages, standard: outcome.standard, complaints: outcome.complaints };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function refusal(
  outcome: Extract<Outcome, { kind: 'failed' }>,
  names: ReadonlyMap<string, string>,
  report: ComposedReport,
): DomainError {
  const file = [...names].find(([, name]) => name === outcome.badPicture)?.[0];
  if (file === undefined)
    return new DomainError(
      'unavailable',
      `The report could not be typeset (${outcome.complaints[0] ?? 'no reason given'}). Nothing was published.`,
    );
  const figures = report.sections.flatMap(({ document }) => document.content ?? []);
  const id = figures.find((block) => block.type === 'figure' && block.attrs?.file === file)?.attrs?.id;
  const number = report.numbers.get(String(id))?.number ?? '';
  return new DomainError(
    'invalid',
    `The image of figure ${number} cannot be read: it is damaged. Upload it again.`,
  );
}

async function runWorker(folder: string, limits: Limits, signal: AbortSignal | undefined): Promise<Outcome> {
  // The compiler would also load whatever fonts the machine has; the same report must look the same everywhere.
  await mkdir(path.join(folder, 'no-fonts'));
  const fontConfig = path.join(folder, 'fonts.conf');
  await writeFile(
    fontConfig,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${path.join(folder, 'no-fonts')}</dir></fontconfig>`,
  );
  const worker = path.join(import.meta.dirname, 'typeset-worker.ts');
  const child = spawn(process.execPath, ['--max-old-space-size=512', worker, folder], {
    cwd: folder,
    env: { FONTCONFIG_FILE: fontConfig, HOME: folder, TMPDIR: folder, RAYON_NUM_THREADS: '2' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (out.length < 100_000) out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (err.length < 20_000) err += text;
  });
  const killed = watch(child, limits);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const reason = killed();
  if (reason !== null) throw new DomainError('too_large', reason);
  if (code !== 0)
    throw new Error(`the typesetting process ended with ${code ?? child.signalCode}: ${err.slice(-2000)}`);
  // The worker is ours and writes nothing else.
  return JSON.parse(out) as Outcome;
}

/** Kills the child when it takes too long or, where Linux tells, too much memory. The returned function stops watching and says why it was killed, or null. */
function watch(child: ChildProcess, { timeoutMs, memoryMb }: Limits): () => string | null {
  let reason: string | null = null;
  const kill = (why: string) => {
    reason ??= why;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(
    () => kill(`Typesetting the report takes more than ${timeoutMs / 1000} seconds: it is too large.`),
    timeoutMs,
  );
  const poll = setInterval(async () => {
    // Where there is no /proc only the time is limited.
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const residentKb = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
    if (residentKb > memoryMb * 1024)
      kill(`Typesetting the report takes more than ${memoryMb} MB of memory: use fewer or smaller images.`);
  }, 200);
  return () => {
    clearTimeout(timer);
    clearInterval(poll);
    return reason;
  };
}

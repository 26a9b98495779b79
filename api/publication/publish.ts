import type { Person } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { type PublicationSource, readSource } from '../../db/queries/publication-source.ts';
import {
  addEdition,
  type EditionFile,
  newestManifest,
  readPicture,
  sha256Of,
} from '../../db/queries/publications.ts';
import { transact } from '../../db/transaction.ts';
import { violationOf } from '../../db/violations.ts';
import { DomainError } from '../../domain/errors.ts';
import { type ComposedReport, compose, picturesOf } from '../../domain/publication/compose.ts';
import type { Manifest } from '../../domain/publication/manifest.ts';
import { type Finding, preflight } from '../../domain/publication/preflight.ts';
import { slugOf } from '../../domain/publication/slug.ts';
import { mayPublish } from '../../domain/workflow/permissions.ts';
import { reportFile } from './report-file.ts';
import { PICTURE_EXTENSIONS, type Picture, typeset } from './typeset.ts';

/** As many reports of one name are not published within the seconds that typesetting takes. */
const MAX_NAMES_TRIED = 5;

/**
 * What the report's check finds, and what an edition made now would say of itself, for whoever may read the
 * report. `isNew` is false where the newest edition says exactly the same already. Throws `not_found`.
 */
export async function checkOf(context: Context, person: Person, reportId: string) {
  const source = await readSource(context.db, person, reportId);
  const facts = { ...source.facts, publishedAt: new Date().toISOString() };
  const findings: Finding[] = preflight(facts, source.sections, source.pictures);
  const report = compose(facts, source.sections);
  const newest = await newestManifest(context.db, reportId);
  const { symbol, title, language, states, edition, sample } = report;
  return {
    findings,
    edition: {
      ...{ symbol, title, language, states, edition, sample },
      slug: slugOf(symbol, edition, source.slugs),
      sections: report.sections.map(({ number, title }) => ({ number, title })),
      isNew: newest === null || !saysTheSame(newest, report, source),
    },
  };
}

/**
 * Publishes a report: reads it in one snapshot, checks it, makes every file of the edition, and stores them for
 * good unless the report has changed meanwhile. Returns the name of the publication in its public address.
 *
 * @throws DomainError `forbidden`, `not_found`; `stage` when it is not ready; `invalid` when the check finds
 *   errors; `conflict` when it changed, or nothing has changed since the newest edition; `too_large` or
 *   `unavailable` when it cannot be typeset. Nothing is kept then.
 */
export async function publish(context: Context, person: Person, reportId: string): Promise<string> {
  const source = await readSource(context.db, person, reportId);
  const stages = source.sections.map(({ stage }) => stage);
  const verdict = mayPublish(person, source.stage, stages);
  if (!verdict.allowed)
    throw new DomainError(person.roles.includes('coordinator') ? 'stage' : 'forbidden', verdict.why);

  const publishedAt = new Date().toISOString();
  const facts = { ...source.facts, publishedAt };
  const errors = preflight(facts, source.sections, source.pictures).filter(({ level }) => level === 'error');
  if (errors.length > 0)
    throw new DomainError(
      'invalid',
      `The report cannot be published yet. ${errors.map(({ message }) => message).join(' ')}`,
      errors.map(({ sectionId, blockId, message }) => ({ path: blockId ?? sectionId ?? '', message })),
    );
  const report = compose(facts, source.sections);
  await refuseUnchanged(context, source, reportId, report);

  const pictures = await loadPictures(context, reportId, report);
  const { pdf, pages, standard, complaints } = await typeset(report, pictures, { as: 'edition' });
  if (complaints.length > 0)
    context.log.warn({ symbol: report.symbol, standard, complaints }, 'the PDF does not claim PDF/UA-1');
  const files = editionFiles(report, source, pictures, pdf);
  const manifest = manifestOf(report, source, files);
  files.push({ name: 'manifest.json', mediaType: 'application/json', bytes: json(manifest) });
  const slug = await keepEdition(source.slugs, report, (slug) =>
    transact(context, person, (action) =>
      addEdition(action, person, reportId, source, { slug, manifest, files }),
    ),
  );
  context.log.info({ symbol: report.symbol, edition: report.edition, pages, bytes: pdf.length }, 'published');
  return slug;
}

/**
 * The report as it stands, as a PDF that is marked as a draft on every page, for whoever may read it, and given up
 * when `signal` says that nobody waits for it. It is not checked: what is wrong with the text is in it.
 *
 * @throws DomainError `not_found`; `invalid` when a picture is damaged, `too_large` or `unavailable` when it cannot be
 *   typeset.
 */
export async function draftPdf(
  context: Context,
  person: Person,
  reportId: string,
  signal: AbortSignal,
): Promise<{ name: string; pdf: Buffer }> {
  const { facts, sections } = await readSource(context.db, person, reportId);
  const report = compose({ ...facts, publishedAt: new Date().toISOString() }, sections);
  const pictures = await loadPictures(context, reportId, report);
  const { pdf } = await typeset(report, pictures, { as: 'draft', signal });
  return { name: `${slugOf(report.symbol, report.edition, new Set())}-draft.pdf`, pdf };
}

/**
 * Stores an edition under a name that is free, and returns the name. Another report whose symbol makes the same
 * name may be published while this one is typeset: then the next name is tried.
 */
async function keepEdition(
  used: ReadonlySet<string>,
  report: ComposedReport,
  store: (slug: string) => Promise<void>,
): Promise<string> {
  const taken = new Set(used);
  for (let tries = 1; ; tries += 1) {
    const slug = slugOf(report.symbol, report.edition, taken);
    try {
      await store(slug);
      return slug;
    } catch (error) {
      if (violationOf(error) !== 'unique' || tries === MAX_NAMES_TRIED) throw error;
      taken.add(slug);
    }
  }
}

async function refuseUnchanged(
  context: Context,
  source: PublicationSource,
  reportId: string,
  report: ComposedReport,
): Promise<void> {
  const newest = await newestManifest(context.db, reportId);
  if (newest !== null && saysTheSame(newest, report, source))
    throw new DomainError(
      'conflict',
      `Edition ${newest.edition} of ${report.symbol} says exactly this already. A new edition needs a change.`,
    );
}

function saysTheSame(newest: Manifest, report: ComposedReport, { sections }: PublicationSource): boolean {
  type Titled = Pick<Manifest, 'symbol' | 'title' | 'states'>;
  const said = ({ symbol, title, states }: Titled, texts: { title: string; digest: string }[]) =>
    JSON.stringify([symbol, title, states, texts.map(({ title, digest }) => [title, digest])]);
  return said(newest, newest.sections) === said(report, sections);
}

async function loadPictures(
  context: Context,
  reportId: string,
  report: ComposedReport,
): Promise<Map<string, Picture>> {
  const pictures = new Map<string, Picture>();
  for (const id of picturesOf(report)) {
    const picture = await readPicture(context.db, reportId, id);
    if (picture) pictures.set(id, picture);
  }
  return pictures;
}

function editionFiles(
  report: ComposedReport,
  source: PublicationSource,
  pictures: ReadonlyMap<string, Picture>,
  pdf: Buffer,
): EditionFile[] {
  const inline = new Map(
    [...pictures].map(([id, { bytes, mediaType, width, height }]) => [
      id,
      { url: `data:${mediaType};base64,${bytes.toString('base64')}`, width, height },
    ]),
  );
  const html = Buffer.from(reportFile(report, inline));
  // The same picture, uploaded for two figures, is one file.
  const images = new Map(
    [...pictures.values()].map((picture) => [
      pictureName(picture),
      { name: pictureName(picture), mediaType: picture.mediaType, bytes: picture.bytes },
    ]),
  );
  return [
    { name: 'report.pdf', mediaType: 'application/pdf', bytes: pdf },
    { name: 'report.html', mediaType: 'text/html; charset=utf-8', bytes: html },
    { name: 'report.json', mediaType: 'application/json', bytes: json(dataOf(report, source, pictures)) },
    ...images.values(),
  ];
}

/** The name of a picture among an edition's files: by its content. */
export function pictureName({ bytes, mediaType }: Pick<Picture, 'bytes' | 'mediaType'>): string {
  return `image-${sha256Of(bytes).slice(0, 16)}.${PICTURE_EXTENSIONS[mediaType] ?? 'bin'}`;
}

/** `report.json`: the composed report as data, from which the public page is made too. */
export type ReportData = ReturnType<typeof dataOf>;

function dataOf(report: ComposedReport, source: PublicationSource, pictures: ReadonlyMap<string, Picture>) {
  const { numbers, sections, ...facts } = report;
  return {
    v: 1 as const,
    ...facts,
    sections: sections.map((section, index) => ({
      ...section,
      digest: source.sections[index]?.digest ?? '',
    })),
    numbers: Object.fromEntries(numbers),
    pictures: Object.fromEntries(
      [...pictures].map(([id, picture]) => [
        id,
        { name: pictureName(picture), width: picture.width, height: picture.height },
      ]),
    ),
  };
}

function manifestOf(report: ComposedReport, source: PublicationSource, files: EditionFile[]): Manifest {
  return {
    v: 1,
    symbol: report.symbol,
    title: report.title,
    edition: report.edition,
    publishedAt: report.publishedAt,
    sample: report.sample,
    states: report.states,
    files: files.map(({ name, mediaType, bytes }) => ({
      name,
      mediaType,
      size: bytes.length,
      sha256: sha256Of(bytes),
    })),
    sections: report.sections.map(({ title, number }, index) => {
      const { digest = '', positions = [] } = source.sections[index] ?? {};
      return {
        title,
        number,
        digest,
        positions: positions
          .map(({ state, position, takenAt }) => ({ state, position, takenAt: takenAt.toISOString() }))
          .sort((a, b) => report.states.indexOf(a.state) - report.states.indexOf(b.state)),
      };
    }),
  };
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

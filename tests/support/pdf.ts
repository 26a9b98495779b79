import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A piece of a line: `x` and `y` in points from the page's lower left corner, `size` of its type in points. */
export type PrintedPiece = {
  page: number;
  text: string;
  x: number;
  y: number;
  size: number;
  endsLine: boolean;
};

/** What a PDF says: its title, and every piece of text in the order in which it is read. */
export type PrintedReport = { title: string; pages: number; pieces: PrintedPiece[] };

/** Reads a PDF back with a library that is not ours. */
export async function readPdf(bytes: Uint8Array): Promise<PrintedReport> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const { info } = await pdf.getMetadata();
  const pieces: PrintedPiece[] = [];
  for (let page = 1; page <= pdf.numPages; page += 1) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    for (const item of items) {
      if (!('str' in item)) continue;
      const [, , , size, x, y] = item.transform.map(Number);
      pieces.push({ page, text: item.str, x: x ?? 0, y: y ?? 0, size: size ?? 0, endsLine: item.hasEOL });
    }
  }
  const pages = pdf.numPages;
  await pdf.destroy();
  return { title: 'Title' in info ? String(info.Title) : '', pages, pieces };
}

/** Text without its white space, which a line of print ends where it likes. */
export function unspaced(text: string): string {
  return text.replaceAll(/\s+/gu, '');
}

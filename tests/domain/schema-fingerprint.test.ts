import { getSchema } from '@tiptap/core';
import type { Schema } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { schema } from '../../domain/document/schema.ts';
import { documentWithViews } from '../../web/editor/extensions.ts';

/** Everything that decides what a document may hold, in text: node and mark names, content, attributes, groups. */
function fingerprint({ spec }: Schema): string {
  const lines: string[] = [];
  spec.nodes.forEach((name, node) => {
    const { content, marks, group, inline, atom, isolating, defining } = node;
    lines.push(
      JSON.stringify([
        'node',
        name,
        { content, marks, group, inline, atom, isolating, defining },
        node.attrs,
      ]),
    );
  });
  spec.marks.forEach((name, { inclusive, excludes, attrs }) => {
    lines.push(JSON.stringify(['mark', name, { inclusive, excludes }, attrs]));
  });
  return lines.join('\n');
}

test('DOC6 the editor has the schema of the document, to the last attribute', () => {
  const editors = fingerprint(getSchema(documentWithViews((id) => `/api/files/${id}`)));
  expect(editors).toBe(fingerprint(schema));
  expect(editors).toContain('"footnoteReference"');
  expect(editors.split('\n').length).toBeGreaterThan(20);
});

test('DOC6 a schema with one attribute more has another fingerprint', () => {
  const extensions = documentWithViews((id) => id).map((extension) =>
    extension.name === 'heading'
      ? extension.extend({
          addAttributes: () => ({ id: { default: null }, level: { default: 2 }, more: { default: 1 } }),
        })
      : extension,
  );
  expect(fingerprint(getSchema(extensions))).not.toBe(fingerprint(schema));
});

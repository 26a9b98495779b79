import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import { schema } from '../../domain/document/schema.ts';

/** A tiny vocabulary for the documents of these tests. */
export const paragraph = (id: string | null, ...content: (string | ReturnType<typeof call>)[]) =>
  schema.nodes.paragraph?.create(
    { id },
    content.filter((c) => c !== '').map((c) => (typeof c === 'string' ? schema.text(c) : c)),
  );
export const call = (id: string) =>
  schema.text(
    REFERENCE_CHARACTER,
    schema.marks.footnoteReference ? [schema.marks.footnoteReference.create({ id })] : [],
  );
export const footnote = (id: string | null, text: string) =>
  schema.nodes.footnote?.create({ id }, text === '' ? [] : [schema.text(text)]);
export const doc = (...blocks: ReturnType<typeof paragraph>[]) =>
  schema.node(
    'doc',
    null,
    blocks.filter((block) => block !== undefined),
  );

import { type AnyExtension, getSchema } from '@tiptap/core';
import { Bold, CommentMark, CrossReference, FootnoteReference, Italic, Link } from './marks.ts';
import * as nodes from './nodes.ts';

/**
 * Raised whenever a node, a mark or an attribute is added. A client that names an older one is asked to
 * reload before it sees any content, since an editor with a narrower schema deletes what it does not know.
 */
export const SCHEMA_VERSION = 1;

/** The name of the only root type of a section's Y.Doc, a Y.XmlFragment. */
export const BODY = 'body';

/** Every node and mark of a section, without views. `web/` adds views by `.extend`, and nothing else. */
export const documentExtensions: AnyExtension[] = [
  nodes.Doc,
  nodes.Text,
  nodes.Paragraph,
  nodes.Heading,
  nodes.Recommendation,
  nodes.Quotation,
  nodes.SubparagraphList,
  nodes.BulletList,
  nodes.ListItem,
  nodes.Table,
  nodes.TableRow,
  nodes.TableCell,
  nodes.TableHeader,
  nodes.Figure,
  nodes.Footnote,
  Bold,
  Italic,
  Link,
  FootnoteReference,
  CrossReference,
  CommentMark,
];

/** The one schema of a section's text. */
export const schema = getSchema(documentExtensions);

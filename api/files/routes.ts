import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { addFile, readFile } from '../../db/queries/files.ts';
import { transact } from '../../db/transaction.ts';
import type { Env } from '../env.ts';
import { idParam, validate } from '../validate.ts';

const uploadForm = z.object({ file: z.instanceof(File, { error: 'must be a file' }) });

/** Pictures for figures. What arrives is limited in `security.ts` while it streams, and judged by its bytes. */
export const fileRoutes = (context: Context) =>
  new Hono<Env>()
    .post('/reports/:id/files', validate('param', idParam), validate('form', uploadForm), async (c) => {
      const person = c.get('person');
      const { file } = c.req.valid('form');
      const bytes = Buffer.from(await file.arrayBuffer());
      const added = await transact(context, person, (action) =>
        addFile(action, person, c.req.valid('param').id, { name: plainName(file.name), bytes }),
      );
      return c.json(added, 201);
    })
    .get('/files/:id', validate('param', idParam), async (c) => {
      const { bytes, mediaType, sha256 } = await readFile(
        context.db,
        c.get('person'),
        c.req.valid('param').id,
      );
      // The same id is always the same bytes. Only in the browser of who asked: others may not see it.
      c.header('Cache-Control', 'private, max-age=31536000, immutable');
      c.header('ETag', `"${sha256}"`);
      c.header('Content-Type', mediaType);
      // Somebody else's bytes on our own origin: whatever a browser makes of them, it can do nothing.
      c.header('Content-Security-Policy', "default-src 'none'; sandbox");
      c.header('X-Content-Type-Options', 'nosniff');
      return c.body(new Uint8Array(bytes));
    });

/** The last part of a path that some browsers send, without control characters. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/\p{C}/gu, '').trim().slice(0, 200) || 'picture';
}

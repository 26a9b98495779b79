import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Builds the screens from web/ into dist/web. The server replaces `__NONCE__` by a fresh nonce in each
 * response; nothing is inlined, since the content security policy refuses `data:` and inline scripts.
 */
export default defineConfig({
  root: 'web',
  plugins: [react()],
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    // Each screen states what it needs; a warning about size would be about Mantine, which all of them share.
    chunkSizeWarningLimit: 800,
  },
});

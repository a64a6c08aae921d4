import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env['SERVER'] ?? 'http://localhost:5000';

export default defineConfig({
  plugins: [react()],
  // The server writes a nonce of its own into every answer.
  html: { cspNonce: '__NONCE__' },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: { index: 'index.html', 'studio-frame': 'src/studio-frame/main.ts' },
      output: {
        // studio.html names this one, and the server asks for it anew each time.
        entryFileNames: (chunk) => (chunk.name === 'studio-frame' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { proxy: Object.fromEntries(['/api', '/elsa', '/designer', '/a/', '/d/', '/u/', '/dev', '/hub'].map((path) => [path, { target: server, ws: path === '/elsa' || path === '/hub' }])) },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node' },
});

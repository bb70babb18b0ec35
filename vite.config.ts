import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the web page, `src/web`, to `dist/web`. */
export default defineConfig({
  root: at('src/web'),
  build: {
    outDir: at('dist/web'),
    emptyOutDir: true,
    // Scripts and styles are files of their own, or the page's policy would not let them run.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The form library marks its files for a framework that this page does not use.
    rolldownOptions: { checks: { moduleLevelDirective: false, pluginTimings: false } },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    // The form library is written for React.
    alias: {
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react-dom': 'preact/compat',
      react: 'preact/compat',
    },
  },
});

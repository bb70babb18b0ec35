import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What the page at `/docs` is made of, and the licences that are given along with it. */
const docsFiles = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'LICENSE',
  'NOTICE',
];

/** Puts them into the build as they are, so that nobody who installs the package installs the library. */
const docsLibrary: Plugin = {
  name: 'docs-library',
  generateBundle() {
    for (const file of docsFiles) {
      const source = readFileSync(at(`node_modules/swagger-ui-dist/${file}`));
      this.emitFile({ type: 'asset', fileName: `docs/${file}`, source });
    }
  },
};

/** Builds the web page, `src/web`, to `dist/web`. */
export default defineConfig({
  root: at('src/web'),
  plugins: [docsLibrary],
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

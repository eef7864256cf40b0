import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

/** Text from files never becomes markup, and only `src/host` knows the application around the window. */
const walls = {
  'no-restricted-properties': [
    'error',
    { property: 'innerHTML', message: 'Text from files is shown as text only.' },
    { property: 'outerHTML', message: 'Text from files is shown as text only.' },
    { property: 'insertAdjacentHTML', message: 'Text from files is shown as text only.' },
  ],
  'no-restricted-imports': [
    'error',
    { patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/host may know the application: use `host`.' }] },
  ],
  'no-restricted-globals': ['error', 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'eval'],
  'no-eval': 'error',
  'no-console': 'error',
};

export default ts.config(
  { ignores: ['dist/', 'src/bindings/', 'test-results/'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // A style attribute in a template is refused by the content security policy; `style:name` sets one by script.
      'no-restricted-syntax': [
        'error',
        { selector: "SvelteAttribute[key.name='style']", message: 'Use style:name={…}.' },
      ],
    },
  },
  { files: ['src/**'], rules: walls },
  {
    // The door itself: it imports the application and fetches from the application's own tile scheme.
    files: ['src/host/**'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-globals': 'off' },
  },
  {
    files: ['**/*.js', '*.ts', 'browser/**'],
    languageOptions: { globals: { ...globals.node } },
  },
);

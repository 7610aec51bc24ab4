// Flat config under this name: eslint --config .eslintrc.js. Rules that need types are in .oxlintrc.json (docs/adr/0067).
import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const config = defineConfig(
  globalIgnores(['**/node_modules/', '**/dist/', '**/.data/', 'libs/*/src/gen/', '**/*.gen.ts', '**/*.{js,cjs,mjs}']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [eslint.configs.recommended, tseslint.configs.strict, tseslint.configs.stylistic],
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
    rules: {
      // Nest's modules are classes with nothing in them but their decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only a config file reads the environment.' },
      ],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 40, skipComments: true, skipBlankLines: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['libs/config/**/*.ts', 'tools/{stack/src,bench}/config.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // A language is one file, however much there is to say.
    files: ['apps/web/src/texts/??.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: [
      '**/*.spec.ts',
      '**/*.int-spec.ts',
      '**/*.e2e-spec.ts',
      'test/**/*.ts',
      'apps/*/test/**/*.ts',
      'libs/*/test/**/*.ts',
    ],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);

export { config as default };

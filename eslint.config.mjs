import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { boundaries, restrictedImports } from './tools/lint/boundaries.mjs';

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '.nx/', '.data/', '.cache/', '**/src/gen/', 'tools/lint/fixtures/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      // `void (await …)` says that the answer is of no interest.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Log lines and messages are built from numbers all the time.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Handlers may return the promise of a void call.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Nest modules are classes without members.
      '@typescript-eslint/no-extraneous-class': [
        'error',
        { allowWithDecorator: true, allowStaticOnly: true, allowEmpty: true },
      ],
      'no-restricted-imports': ['error', restrictedImports.everywhere],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'The environment is read in libs/config and handed over as configuration.',
        },
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
      ],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      // Nest declares its options as classes and takes plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      eqeqeq: 'error',
    },
  },
  {
    // Every kilobyte of the console is loaded by somebody: of the API it takes the types.
    files: ['apps/console/src/**/*.ts', 'apps/console/src/**/*.tsx'],
    rules: { 'no-restricted-imports': ['error', restrictedImports.inConsole] },
  },
  {
    files: ['libs/kafka/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', restrictedImports.inKafka] },
  },
  {
    // Scripts that start processes hand on their own environment; tests read where their servers are.
    files: [
      'libs/config/**/*.ts',
      'tools/**/*.ts',
      'libs/testing/**/*.ts',
      'libs/embedded/**/*.ts',
      'libs/supervisor/**/*.ts',
      'apps/e2e/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: [
      '**/*.spec.ts',
      '**/*.int-spec.ts',
      '**/*.e2e-spec.ts',
      'libs/*/testing/**/*.ts',
      'libs/testing/**/*.ts',
      'apps/e2e/**/*.ts',
      'apps/*/testing/**/*.ts',
    ],
    rules: {
      'no-restricted-imports': ['error', restrictedImports.inTests],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Jest's matchers inside objects are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': 'off',
    },
  },
);

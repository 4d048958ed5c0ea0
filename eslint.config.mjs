import path from 'node:path';
import tseslint from 'typescript-eslint';

const within = (...rooms) => rooms.map((room) => `bridge/${room}`);

/** Which room may import which (the walls of the house), besides packages. Tests may import anything. */
export const walls = {
  'msx': [],
  'makapix': [],
  'tvx': ['msx'],
  'mqtt': [],
  'report': ['makapix', 'mqtt', 'tvx'],
  'remote': ['makapix', 'mqtt', 'msx', 'tvx'],
  'pages': ['msx', 'tvx'],
  'plugin': ['msx', 'makapix', 'tvx', 'mqtt', 'report', 'remote', 'pages'],
  // For authors of other plugins; nothing of the page is made of it.
  'library': ['msx', 'tvx', 'plugin'],
  'preview': ['msx'],
  // For the tests of those authors, in Node.
  'testing': ['preview'],
  // What lies in no room of the bridge puts them together; then its rooms, from the ground up.
  'bridge': ['msx', 'makapix'],
  'bridge/text': [],
  'bridge/limits': [],
  'bridge/stores': [],
  'bridge/players': ['makapix', 'bridge/text', 'bridge/stores'],
  'bridge/pairing': ['makapix', ...within('text', 'stores', 'players')],
  'bridge/alerts': within('text', 'limits', 'stores'),
  'bridge/media': ['msx', 'bridge/text', 'bridge/stores'],
  'bridge/ingest': ['makapix', ...within('text', 'limits', 'stores', 'players')],
  'bridge/requests': ['makapix', ...within('text', 'limits', 'stores', 'players', 'media')],
  'bridge/commands': ['makapix', ...within('text', 'limits', 'stores', 'players')],
  'bridge/health': within('text', 'ingest'),
  'bridge/storage': within(
    'text',
    'limits',
    'stores',
    'players',
    'pairing',
    'media',
    'ingest',
    'requests',
    'commands',
    'health',
    'alerts',
  ),
  'bridge/broker': within('text', 'limits', 'players', 'ingest', 'requests', 'commands'),
  'bridge/worker': ['makapix', ...within('text', 'limits', 'stores', 'ingest', 'commands')],
  'bridge/web': within(
    'text',
    'limits',
    'players',
    'pairing',
    'media',
    'ingest',
    'requests',
    'commands',
    'broker',
    'health',
  ),
  'bridge/command': [
    'makapix',
    ...within('text', 'limits', 'players', 'alerts', 'ingest', 'commands', 'broker', 'worker', 'web'),
  ],
};

/** Folders within a room are no rooms: what lies so deep in them is held by the same walls. */
const DEPTHS = ['', '*/', '*/*/'];

/**
 * @param {keyof typeof walls} room
 * @returns {import('eslint').Linter.Config[]}
 */
export const wallsOf = (room) =>
  DEPTHS.map((below, depth) => {
    const allowed = walls[room].map((other) => `${path.posix.relative(path.posix.dirname(room), other)}/`);
    const elsewhere = allowed.length > 0 ? `(?!${allowed.join('|').replaceAll('.', '\\.')})` : '';
    return {
      files: [`src/${room}/${below}*.ts`],
      ignores: ['**/*.test.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                regex: `^(?:\\.\\./){${depth + 1}}${elsewhere}`,
                message: `src/${room} may import only: ${walls[room].join(', ') || 'nothing'}`,
              },
            ],
          },
        ],
      },
    };
  });

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '.cache/',
      'node_modules/',
      'test-results/',
      'playwright-report/',
      'src/create/template/',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Indexed access is checked by the compiler, and says undefined where a regular expression or a loop has proved otherwise.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  ...Object.keys(walls).flatMap(wallsOf),
  {
    // What runs on the TV: no syntax whose ES5 form needs a large runtime or a feature of ES2015, and no
    // room below the edge knows a DOM, a timer, a network or a clock.
    files: ['src/**/*.ts'],
    ignores: ['src/bridge/**', 'src/testing/**', 'src/testing.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: ':function[async=true]',
          message: 'async functions need a runtime that old TVs pay for: use promises',
        },
        {
          selector: 'ForOfStatement',
          message: 'for…of needs Symbol.iterator on old TVs: use an index or forEach',
        },
        { selector: ':function[generator=true]', message: 'generators need a runtime that old TVs pay for' },
        { selector: 'SpreadElement[parent.type="ArrayExpression"]', message: 'use concat' },
      ],
      '@typescript-eslint/prefer-for-of': 'off',
    },
  },
  {
    files: ['src/msx/**/*.ts', 'src/makapix/**/*.ts', 'src/pages/**/*.ts', 'src/remote/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'location',
        'navigator',
        'setTimeout',
        'setInterval',
        'fetch',
        'XMLHttpRequest',
        'localStorage',
        'indexedDB',
        'performance',
        'Date',
        'crypto',
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
  {
    // The bridge prints through src/bridge/command/printer.ts: anybody may have written what is in a line.
    files: ['src/bridge/**/*.ts'],
    ignores: ['**/*.test.ts', 'src/bridge/cli.ts', 'src/bridge/web/dashboard/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportExpression[source.value=/^\\.\\./]',
          message: 'the walls hold for import statements: load late what lies in the same room',
        },
      ],
      'no-restricted-properties': [
        'error',
        ...['stdout', 'stderr'].map((property) => ({
          object: 'process',
          property,
          message: 'print with `out` or `err`',
        })),
      ],
    },
  },
  { files: ['**/*.mjs', '**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);

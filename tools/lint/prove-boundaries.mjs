// Lints each forbidden line of fixtures/forbidden.json as if it stood in the file named, and prints which rules refused it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import nxPlugin from '@nx/eslint-plugin';
import { ESLint } from 'eslint';
import { createProjectGraphAsync } from 'nx/src/project-graph/project-graph.js';
import tseslint from 'typescript-eslint';
import config from '../../eslint.config.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
await createProjectGraphAsync({ exitOnError: true });

const boundaryRules = ['@nx/enforce-module-boundaries', 'no-restricted-imports', 'no-restricted-syntax'];
const eslint = new ESLint({
  overrideConfigFile: true,
  // Our own configuration, without the rules that need types: the lines stand in no real file.
  overrideConfig: config.flatMap(({ files, ignores, rules }) =>
    rules === undefined || files === undefined
      ? []
      : [
          {
            files,
            ...(ignores === undefined ? {} : { ignores }),
            languageOptions: { parser: tseslint.parser },
            plugins: { '@nx': nxPlugin },
            rules: Object.fromEntries(Object.entries(rules).filter(([name]) => boundaryRules.includes(name))),
          },
        ],
  ),
});

const forbidden = JSON.parse(readFileSync('tools/lint/fixtures/forbidden.json', 'utf8'));
const results = [];
for (const { name, file, code, rule } of forbidden) {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: file });
  results.push({ name, rule, refusedBy: result.messages.map(({ ruleId }) => ruleId) });
}
console.log(JSON.stringify(results));

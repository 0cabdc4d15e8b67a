import { createProgram, withChildren } from './program';

const WIDTH = 100;

/** The command line as a page, from its own words. */
export function cliDocument(): string {
  const program = createProgram();
  const commands = withChildren(program);
  for (const command of commands) command.configureHelp({ helpWidth: WIDTH });
  const sections = commands.map((command) => {
    const names = [command.name()];
    for (let parent = command.parent; parent !== null; parent = parent.parent) names.unshift(parent.name());
    return `## ${names.join(' ')}\n\n\`\`\`text\n${command.helpInformation().trim()}\n\`\`\``;
  });
  return `# The command line

\`npx halosync\` in a clone, or \`node dist/cli/main.js\` in the image. It works over the REST API; what it shows with \`--json\` is
what the API answers. This page is what \`--help\` says; a unit test compares the two.

| exit code | means |
| --- | --- |
| 0 | done |
| 1 | refused by the API, or ended badly: a run that is incomplete, a doctor that found a fault |
| 2 | the command line makes no sense |
| 3 | nobody answers, or not to us: no gateway, no valid key, no such right |

Which gateway: \`--url\` and \`--api-key\`, else \`HALOSYNC_URL\` and \`HALOSYNC_API_KEY\`, else the line that \`npm start\` runs in
this folder (\`HALOSYNC_DATA_DIR\`, else \`.data\`), as its administrator.

${sections.join('\n\n')}
`;
}

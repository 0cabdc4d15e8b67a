import { exitCodeOf, explainFailure } from './failures';
import { createProgram } from './program';

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  const words = explainFailure(error);
  if (words !== '') process.stderr.write(`${words}\n`);
  process.exitCode = exitCodeOf(error);
}

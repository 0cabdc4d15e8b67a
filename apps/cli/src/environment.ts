import { loadConfig, secret } from '@halosync/config';
import { z } from 'zod';

/** Everything that can be set for the command line. */
export const cliVariables = {
  HALOSYNC_URL: z.string().optional().describe('The gateway, for the command line.'),
  HALOSYNC_API_KEY: secret('An API key, for the command line.').optional(),
  HALOSYNC_DATA_DIR: z.string().default('.data').describe('Where npm start keeps its data.'),
};

export type Environment = Readonly<z.output<z.ZodObject<typeof cliVariables>>>;

export function environment(): Environment {
  return loadConfig(cliVariables);
}

/** The one place of the end to end tests that reads the environment: what every program inherits. */
export function e2eEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TZ, LOG_LEVEL = 'info' } = process.env;
  return { PATH, HOME, TZ, LOG_LEVEL };
}

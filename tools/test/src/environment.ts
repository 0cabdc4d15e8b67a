/** The one place of the test runner that reads the environment. */
export function testEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}

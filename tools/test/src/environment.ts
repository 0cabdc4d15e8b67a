/** The one place of the test runner that reads the environment. */
export function testEnvironment(): NodeJS.ProcessEnv {
  // Its helper container is one more image to fetch, and our guardian removes what a killed run leaves.
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  return process.env;
}

/** Sets credentials for the SDK in this process, and restores the environment afterwards. */
export function useCredentials(): void {
  const before = { ...process.env };
  beforeAll(() => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "secret-of-test" });
  });
  afterAll(() => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
      delete process.env[name];
    }
    Object.assign(process.env, before);
  });
}

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['ts/**/*.test.ts', 'interop/**/*.test.ts', 'scripts/**/*.test.ts'],
    // Real processes and containers are started: slow machines get time, nothing gets a retry.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    retry: 0,
    maxWorkers: 2,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['ts/**/*.test.ts', 'interop/**/*.test.ts', 'scripts/**/*.test.ts'],
    // Real processes and containers are started: slow machines get time, nothing gets a retry.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    retry: 0,
    maxWorkers: 2,
  },
});

import { defineConfig } from 'vitest/config';

/**
 * `quick`: units and integration, several files at once. `alone`: real servers and real browsers, one file at a
 * time and after the others, since they measure time and would starve each other. Both share one Postgres.
 */
export default defineConfig({
  test: {
    globalSetup: ['tests/support/global-setup.ts'],
    projects: [
      {
        // No `extends`: the set-up above would run once more for each project.
        test: {
          name: 'quick',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/e2e/**', 'tests/start/**', 'tests/chaos/**'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'alone',
          include: ['tests/e2e/**/*.test.ts', 'tests/start/**/*.test.ts', 'tests/chaos/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

import { defineConfig } from "@playwright/test";
import { chromium } from "./e2e/chromium";

export default defineConfig({
  testDir: "e2e",
  // One server at a time: the machine is shared, and the program keeps its data in one folder.
  workers: 1,
  // Waits end with what they wait for; the limits only say when a slow machine has given up.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1360, height: 860 },
    locale: "en-GB",
    actionTimeout: 40_000,
    // Nothing slides away from under a click, and no contrast is measured half faded.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: chromium(),
  },
});

import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  // One server at a time: the machine is shared, and the program keeps its data in one folder.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1360, height: 860 },
    locale: "en-GB",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});

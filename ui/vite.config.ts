import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      "@api": at("./src/api"),
      "@shared": at("./src/shared"),
      "@platform": at("./src/platform"),
      "@features": at("./src/features"),
    },
  },
  build: { target: ["es2022", "safari16", "chrome110"], manifest: true, assetsInlineLimit: 0 },
  server: { proxy: { "/v1": "http://127.0.0.1:8090" } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/shared/test/setup.ts"],
  },
});

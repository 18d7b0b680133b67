import { formatter } from "@lingui/format-po";

const names = ["shared", "access", "patients", "visits", "scribe", "workflows", "documents", "models", "audit", "settings", "vault"];

export default {
  sourceLocale: "en",
  locales: ["en", "pl"],
  format: formatter({ explicitIdAsDefault: true, lineNumbers: false, origins: false }),
  catalogs: names.map((name) => ({ path: `src/locales/{locale}/${name}`, include: ["src"] })),
  compileNamespace: "ts",
};

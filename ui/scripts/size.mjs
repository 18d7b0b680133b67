// Fails when what a browser must load is larger than agreed (gzip, in kB of 1000 bytes).
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMITS = { "initial JS": 260, CSS: 40, "visit chunk": 160 };
if (!existsSync("dist/.vite/manifest.json")) {
  if (process.argv.includes("--if-built")) process.exit(0);
  throw new Error("Build first.");
}
const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
const kb = (files) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`)).length, 0) / 1000;

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const initial = closure(entry);
// One language is loaded at the start as well.
const language = Object.keys(manifest).find((key) => /locales\/pl\.ts$|shared\/i18n\/pl\.ts$/.test(key));
if (language) closure(language, initial);
const visit = Object.keys(manifest).find((key) => key.endsWith("visits/routes/VisitPage.tsx"));
const lazy = visit ? [...closure(visit)].filter((key) => !initial.has(key)) : [];
const css = new Set(Object.values(manifest).flatMap((chunk) => chunk.css ?? []));

const sizes = {
  "initial JS": kb([...initial].map((key) => manifest[key].file).filter((f) => f.endsWith(".js"))),
  CSS: kb(css),
  "visit chunk": kb(lazy.map((key) => manifest[key].file).filter((f) => f.endsWith(".js"))),
};
let over = false;
for (const [name, size] of Object.entries(sizes)) {
  const mark = size > LIMITS[name] ? "OVER" : "ok";
  over ||= size > LIMITS[name];
  process.stdout.write(`${name.padEnd(12)} ${size.toFixed(1).padStart(7)} kB of ${LIMITS[name]} ${mark}\n`);
}
if (over) process.exit(1);

// Checks that every message the program uses exists in every language with the same placeholders,
// that none is left unused, and writes the list of identifiers as a type.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const locales = "src/locales";
const problems = [];

function readPo(file) {
  const entries = new Map();
  const text = readFileSync(file, "utf8");
  const unquote = (block) =>
    [...block.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => JSON.parse(`"${m[1]}"`)).join("");
  for (const m of text.matchAll(/^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)msgstr ((?:"(?:[^"\\]|\\.)*"\s*)+)/gm)) {
    const id = unquote(m[1]);
    if (!id) continue;
    if (entries.has(id)) problems.push(`${file}: ${id} twice`);
    entries.set(id, unquote(m[2]));
  }
  return entries;
}

const names = readdirSync(join(locales, "en")).filter((f) => f.endsWith(".po"));
const all = { en: new Map(), pl: new Map() };
for (const locale of ["en", "pl"])
  for (const name of names)
    for (const [id, text] of readPo(join(locales, locale, name))) {
      if (all[locale].has(id)) problems.push(`${locale}: ${id} in two files`);
      all[locale].set(id, text);
    }

for (const locale of ["en", "pl"]) {
  const catalog = readFileSync(`src/shared/i18n/${locale}.ts`, "utf8");
  for (const name of names.map((file) => file.replace(/\.po$/, "")))
    if (!catalog.includes(`locales/${locale}/${name}"`) || !catalog.includes(`...${name},`)) problems.push(`${locale}: ${name}.po is in no catalog`);
}

const holes = (text) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((m) => m[1]))]
  .filter((hole) => !/^(one|few|many|other)$/.test(hole)).sort().join(",");
for (const [id, text] of all.en) {
  const polish = all.pl.get(id);
  if (!polish) problems.push(`pl: ${id} is missing`);
  else if (/\{\w+, plural/.test(text) && !/one \{.*few \{.*many \{.*other \{/s.test(polish))
    problems.push(`pl: ${id} needs one, few, many and other`);
  else if (!/plural/.test(text) && holes(text) !== holes(polish)) problems.push(`pl: ${id} has other placeholders`);
}
for (const id of all.pl.keys()) if (!all.en.has(id)) problems.push(`en: ${id} is missing`);

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name) && !path.includes("locales")) yield path;
  }
}
const code = [...sources("src")].filter((p) => !p.endsWith("ids.ts")).map((p) => readFileSync(p, "utf8")).join("\n");
const literal = new Set([...code.matchAll(/["'`]([a-z][\w]*(?:\.[\w]+)+)["'`]/g)].map((m) => m[1]));
const built = [...code.matchAll(/`([a-z][\w.]*\.)\$\{/g)].map((m) => m[1]);
for (const id of all.en.keys())
  if (!literal.has(id) && !built.some((prefix) => id.startsWith(prefix))) problems.push(`en: ${id} is not used`);

writeFileSync(
  "src/shared/i18n/ids.ts",
  `// Generated from the catalogs. Do not edit.\nexport type MessageId =\n${[...all.en.keys()].sort().map((id) => `  | ${JSON.stringify(id)}`).join("\n")};\n`,
);
if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exit(1);
}

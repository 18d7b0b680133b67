// Checks the direction of imports: features know shared, api, platform, their own files and the
// index of other features; shared, api and platform know no feature; only api talks to a transport.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve("src");
const problems = [];
function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}
const alias = { "@api": "api", "@shared": "shared", "@platform": "platform", "@features": "features" };
for (const path of files(root)) {
  const own = relative(root, path).split("/");
  const text = readFileSync(path, "utf8");
  if (text.split("\n").length > 500 && own[0] !== "locales" && own[0] !== "api" && own.at(-1) !== "ids.ts")
    problems.push(`${own.join("/")}: longer than 500 lines`);
  if (/console\.(log|debug)/.test(text)) problems.push(`${own.join("/")}: writes to the console`);
  if (own[0] !== "api" && own[0] !== "platform" && /from "@tauri-apps|\binvoke\(/.test(text))
    problems.push(`${own.join("/")}: knows the shell; use api or platform`);
  for (const [, , from] of text.matchAll(/(from|import\()\s*"([^"]+)"/g)) {
    const [head, ...tail] = from.split("/");
    const target = from.startsWith(".")
      ? relative(root, resolve(dirname(path), from)).split("/")
      : alias[head]
        ? [alias[head], ...tail]
        : null;
    if (!target) continue;
    const where = `${own.join("/")} imports ${target.join("/")}`;
    if (["shared", "api", "platform"].includes(own[0]) && ["features", "app"].includes(target[0])) problems.push(where);
    if (own[0] === "features") {
      if (target[0] === "app") problems.push(where);
      if (target[0] === "features" && target[1] !== own[1] && target.length > 2 && target[2] !== "index")
        problems.push(`${where}; use features/${target[1]}`);
    }
    if (own[0] === "features" && target[0] === "api" && target[1] === "transport" && !own.includes("services"))
      problems.push(`${where}; only services may`);
  }
}
if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exit(1);
}

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { reserved } from "@shared/commands/keys";
import { activate, translate } from "@shared/i18n";
import { allCommands } from "./commands";
import { GROUPS } from "@shared/ui";

const FILE = resolve("../docs/keys.md");

async function page(): Promise<string> {
  await activate("en");
  const parts = GROUPS.map((group) => {
    const rows = allCommands()
      .filter((command) => command.group === group && command.keys.length > 0)
      .map((command) => `| ${command.keys.map((keys) => `\`${keys}\``).join(" or ")} | ${translate(command.title)} |`);
    return `## ${translate(`command.group.${group}`)}\n\n| Keys | What they do |\n| --- | --- |\n${rows.join("\n")}\n`;
  });
  return `# Keys\n\nMade from the registry of commands by \`npm run keys\`; do not edit.\n\n\`mod\` is Ctrl, or ⌘ on a Mac. Single letters work outside text fields and can be turned off in the settings.\n\n${parts.join("\n")}`;
}

describe("the registry of commands", () => {
  it("gives no key twice", () => {
    const keys = allCommands().flatMap((command) => command.keys);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it("uses no key that a Polish keyboard types letters with, nor the browser's own", () => {
    for (const command of allCommands()) for (const keys of command.keys) expect([keys, reserved(keys)]).toEqual([keys, null]);
    expect(reserved("alt+a")).not.toBeNull();
    expect(reserved("mod+w")).not.toBeNull();
    expect(reserved("alt+down")).toBeNull();
  });

  it("starts no sequence with a key that acts by itself", () => {
    const single = new Set(allCommands().flatMap((command) => command.keys.filter((keys) => !keys.includes(" "))));
    for (const command of allCommands()) for (const keys of command.keys) if (keys.includes(" ")) expect(single.has(keys.split(" ")[0] ?? "")).toBe(false);
  });

  it("is what the documentation says", async () => {
    const wanted = await page();
    if (process.env["CI"]) expect(readFileSync(FILE, "utf8")).toBe(wanted);
    else writeFileSync(FILE, wanted);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import type { Section, TakenFrom } from "@api/bindings";
import { activate } from "@shared/i18n";
import { SECTIONS } from "./lines";
import { sourcesOf } from "./sources";

const taken = (section: Section, model = "lynx-7b", minute = "00"): TakenFrom => ({
  provenance: { provider: "Lynx", model, prompt_version: "draft-1", drafted_at: "2026-03-02T10:00:00Z" },
  acceptance: { section, accepted_by: "u", accepted_by_name: "Dr Lis", accepted_at: `2026-03-02T10:${minute}:00Z` },
});
const all = () => true;

describe("AIC-6 where a note comes from", () => {
  beforeAll(() => activate("en"));

  it("stands once when all parts have the same source, with provider, model, prompt, times and who accepted", () => {
    const { note, parts } = sourcesOf(SECTIONS.map((section) => taken(section)), all);
    expect(note).toHaveLength(1);
    expect(note[0]).toMatch(/^Drafted by Lynx \(lynx-7b, draft-1\), 2 Mar 2026, \d\d:00\. Accepted by Dr Lis, 2 Mar 2026, \d\d:00\.$/);
    expect(Object.values(parts).flat()).toEqual([]);
    const builtIn = SECTIONS.map((section) => taken(section)).map((one) => ({ ...one, provenance: { ...one.provenance, provider: "built-in" } }));
    expect(sourcesOf(builtIn, all).note[0]).toMatch(/^Drafted by Praxis /);
    // An empty part comes from nowhere.
    expect(sourcesOf([taken("subjective"), taken("plan")], (section) => section !== "objective" && section !== "assessment").note).toHaveLength(1);
  });

  it("stands at each part when they differ: another model, another time, or written by hand", () => {
    const three = SECTIONS.slice(0, 3).map((section) => taken(section));
    for (const last of [[taken("plan", "lynx-70b")], [taken("plan", "lynx-7b", "30")], [taken("plan"), taken("plan", "lynx-70b")], []]) {
      const { note, parts } = sourcesOf([...three, ...last], all);
      expect(note).toEqual([]);
      expect(SECTIONS.map((section) => parts[section].length)).toEqual([1, 1, 1, last.length]);
    }
    expect(sourcesOf([taken("plan")], (section) => section === "plan").parts.plan).toHaveLength(1);
    expect(sourcesOf([], all).note).toEqual([]);
  });
});

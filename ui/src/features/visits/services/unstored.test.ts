import { afterEach, describe, expect, it } from "vitest";
import type { NoteSection, WireFailure } from "@api/bindings";
import { ownSentence, SECTIONS } from "./lines";
import { NoteStore } from "./noteStore";
import { forget, left, missing, unstored } from "./unstored";

const section = (...texts: string[]): NoteSection => ({ section: "plan", sentences: texts.map((text) => ownSentence(text)), suggestions: [], version: 3 });
const entries = new Map<string, unknown>();
const journal = {
  write: async (name: string, value: unknown) => void entries.set(name, value),
  read: async <T>(name: string) => (entries.get(name) as T) ?? null,
  remove: async (name: string) => void entries.delete(name),
};

describe("VIS-9 words that were never stored", () => {
  afterEach(() => {
    entries.clear();
    left.clear();
  });

  it("are found in the journal when they differ from what is stored, and go when they are forgotten", async () => {
    await journal.write("note/me/v/plan", { version: 2, lines: section("Rest.", "Soup.").sentences });
    const [found, ...others] = await unstored("v", "me/v", [section("Rest.")], journal);
    expect(others).toEqual([]);
    expect(found?.section).toBe("plan");
    expect(missing(found ? [found] : [], [section("Rest.")])).toBe("Soup.");
    expect(await unstored("v", "me/v", [section("Rest.", "Soup.")], journal)).toEqual([]);
    expect(await unstored("v", "somebody else/v", [section("Rest.")], journal)).toEqual([]);
    // Of a visit that is gone, nothing is stored.
    expect(await unstored("v", "me/v", [], journal)).toHaveLength(1);
    await forget("v", "me/v", journal);
    expect(await unstored("v", "me/v", [], journal)).toEqual([]);
  });

  it("are found in memory where this computer keeps no journal", async () => {
    const refuse = async () => {
      throw { type: "InvalidTransition", message: "", reference: "" } satisfies WireFailure;
    };
    const forgetful = { ...journal, write: async () => undefined };
    const store = new NoteStore("me/v", SECTIONS.map((name) => ({ ...section(), section: name })), { save: refuse, pending: () => undefined, journal: forgetful });
    store.setText("plan", store.append("plan"), "Soup.");
    expect(await store.flush()).toBe(false);
    left.set("v", store);
    const found = await unstored("v", "me/v", [section("Rest.")], journal);
    expect(found.map((part) => part.lines.map((line) => line.text))).toEqual([["Soup."]]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { NoteSection, Section, WireFailure } from "@api/bindings";
import { NoteStore, type Ports } from "./noteStore";
import { SECTIONS, type SentenceInput } from "./lines";

type Save = (section: Section, version: number, sentences: SentenceInput[]) => Promise<NoteSection>;

function empty(section: Section, version = 0): NoteSection {
  return { section, sentences: [], suggestions: [], version };
}
function answer(section: Section, version: number, sentences: SentenceInput[]): NoteSection {
  return {
    ...empty(section, version + 1),
    sentences: sentences.map((line) => ({
      sentence_id: line.sentence_id ?? "new",
      text: line.text,
      draft_text: null,
      origin: "yours",
      edited: false,
      evidence: [],
      flags: [],
      confirmed: line.confirmed ?? false,
    })),
  };
}

function build(save: Save, kept = new Map<string, unknown>()) {
  const states: (string | null)[] = [];
  const ports: Ports = {
    save,
    pending: (_section, state) => states.push(state),
    journal: {
      write: async (name, value) => void kept.set(name, structuredClone(value)),
      read: async <T>(name: string) => (kept.get(name) as T | undefined) ?? null,
      remove: async (name) => void kept.delete(name),
    },
  };
  return { store: new NoteStore("me/visit", SECTIONS.map((section) => empty(section)), ports), kept, states };
}
const failed = (type: WireFailure["type"], extra: Partial<WireFailure> = {}): WireFailure => ({ type, message: "", reference: "r", ...extra });

describe("the note's autosave", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("VIS-9 saves once, 800 ms after the last change, with the version it knows", async () => {
    const save = vi.fn<Save>(async (section, version, sentences) => answer(section, version, sentences));
    const { store, states } = build(save);
    const id = store.append("plan");
    store.setText("plan", id, "Re");
    await vi.advanceTimersByTimeAsync(700);
    store.setText("plan", id, "Rest.");
    await vi.advanceTimersByTimeAsync(700);
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(save).toHaveBeenCalledExactlyOnceWith("plan", 0, [{ sentence_id: id, text: "Rest.", confirmed: true }]);
    expect(store.get().plan).toMatchObject({ version: 1, dirty: false });
    expect(states.at(-1)).toBeNull();
  });

  it("VIS-3 adds the sentences of an earlier plan unconfirmed, and takes exactly them out again", async () => {
    const save = vi.fn<Save>(async (section, version, sentences) => answer(section, version, sentences));
    const { store } = build(save);
    const mine = store.append("plan");
    store.setText("plan", mine, "Mine.");
    const { ids, undo } = store.add("plan", ["Rest.", "Fluids."]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(save.mock.lastCall?.[2]).toEqual([
      { sentence_id: mine, text: "Mine.", confirmed: true },
      { sentence_id: ids[0], text: "Rest.", confirmed: false },
      { sentence_id: ids[1], text: "Fluids.", confirmed: false },
    ]);
    store.setText("plan", ids[0] ?? "", "Rest for a week.");
    undo();
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.get().plan).toMatchObject({ dirty: false, lines: [{ text: "Mine." }] });
    expect(save.mock.lastCall?.[2]).toHaveLength(1);
  });

  it("VIS-9 writes the journal with every change, before anything is sent, and clears it afterwards", async () => {
    const { store, kept } = build(async (section, version, sentences) => answer(section, version, sentences));
    store.setText("plan", store.append("plan"), "Half a sent");
    await vi.advanceTimersByTimeAsync(1);
    expect(JSON.stringify(kept.get("note/me/visit/plan"))).toContain("Half a sent");
    await vi.advanceTimersByTimeAsync(1000);
    expect(kept.size).toBe(0);
  });

  it("VIS-9 brings back what a killed window left behind, and saves it", async () => {
    const kept = new Map<string, unknown>();
    const dead = build(() => new Promise(() => undefined), kept);
    dead.store.setText("plan", dead.store.append("plan"), "Half a sent");
    await vi.advanceTimersByTimeAsync(1);
    dead.store.close();
    const save = vi.fn<Save>(async (section, version, sentences) => answer(section, version, sentences));
    const { store } = build(save, kept);
    expect(await store.recover()).toEqual(["plan"]);
    expect(store.get().plan.lines[0]?.text).toBe("Half a sent");
    await vi.advanceTimersByTimeAsync(1000);
    expect(save).toHaveBeenCalledOnce();
    expect(kept.size).toBe(0);
  });

  it("keeps trying while the server cannot be reached, and says so", async () => {
    let down = true;
    const save = vi.fn<Save>(async (section, version, sentences) => {
      if (down) throw failed("Unavailable");
      return answer(section, version, sentences);
    });
    const { store, states } = build(save);
    store.setText("plan", store.append("plan"), "Rest.");
    await vi.advanceTimersByTimeAsync(2500);
    expect(states).toContain("retrying");
    expect(store.get().plan.dirty).toBe(true);
    down = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(store.get().plan.dirty).toBe(false);
    expect(states.at(-1)).toBeNull();
  });

  it("VIS-9 stops trying when the server refuses for good, keeps the words, and tries again when they change", async () => {
    for (const type of ["InvalidTransition", "NotFound", "Forbidden", "Validation", "TooLarge"] as const) {
      const save = vi.fn<Save>(async () => {
        throw failed(type);
      });
      const { store, states, kept } = build(save);
      const id = store.append("plan");
      store.setText("plan", id, "Rest.");
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await store.flush()).toBe(false);
      expect(save).toHaveBeenCalledOnce();
      expect(states.at(-1)).toBe("refused");
      expect(JSON.stringify(kept.get("note/me/visit/plan"))).toContain("Rest.");
      store.setText("plan", id, "Rest and soup.");
      await vi.advanceTimersByTimeAsync(1000);
      expect(save).toHaveBeenCalledTimes(2);
    }
  });

  it("PAT-4 shows both texts when somebody else saved first, and saves the chosen one on top", async () => {
    const theirs = answer("plan", 4, [{ sentence_id: "a", text: "Theirs.", confirmed: true }]);
    const save = vi.fn<Save>(async (section, version, sentences) => {
      if (version !== 5) throw failed("Conflict", { field: "version", current: theirs });
      return answer(section, version, sentences);
    });
    const { store, states } = build(save);
    store.setText("plan", store.append("plan"), "Mine.");
    await vi.advanceTimersByTimeAsync(1000);
    const { plan } = store.get();
    expect(plan.theirs?.sentences[0]?.text).toBe("Theirs.");
    expect(plan.lines[0]?.text).toBe("Mine.");
    expect(states.at(-1)).toBe("conflict");
    store.resolve("plan", [...theirs.sentences, ...plan.lines]);
    await vi.advanceTimersByTimeAsync(10);
    expect(save).toHaveBeenLastCalledWith("plan", 5, [expect.objectContaining({ text: "Theirs." }), expect.objectContaining({ text: "Mine." })]);
    expect(store.get().plan).toMatchObject({ theirs: null, dirty: false, version: 6 });
  });

  it("never lets news from the server overwrite words that are not saved yet", async () => {
    const { store } = build(() => new Promise(() => undefined));
    const id = store.append("plan");
    store.setText("plan", id, "Mine.");
    store.receive([answer("plan", 6, [{ sentence_id: "a", text: "Theirs.", confirmed: true }])]);
    expect(store.get().plan.lines[0]?.text).toBe("Mine.");
  });

  it("puts a removed sentence back where it was", async () => {
    const { store } = build(async (section, version, sentences) => answer(section, version, sentences));
    store.setText("plan", store.append("plan"), "One.");
    const id = store.append("plan");
    store.setText("plan", id, "Two.");
    store.setText("plan", store.append("plan"), "Three.");
    const undo = store.remove("plan", id);
    expect(store.get().plan.lines.map((line) => line.text)).toEqual(["One.", "Three."]);
    undo();
    expect(store.get().plan.lines.map((line) => line.text)).toEqual(["One.", "Two.", "Three."]);
  });
});

import { describe, expect, it } from "vitest";
import type { NoteSection, Sentence } from "@api/bindings";
import { count, kindOf, mergeWithPrevious, needsDecision, ownSentence, reworded, split, takeOver, toInput } from "./lines";

function drafted(text: string, extra: Partial<Sentence> = {}): Sentence {
  return {
    sentence_id: crypto.randomUUID(),
    text,
    draft_text: text,
    origin: "talk",
    edited: false,
    evidence: [{ segment: 0, start: 0, end: 4 }],
    flags: [],
    confirmed: false,
    ...extra,
  };
}

describe("sentences of a note", () => {
  it("VIS-3 says edited by comparing with the draft, so that undoing takes it back", () => {
    const line = drafted("Cough for three days.");
    const changed = reworded(line, "Cough for four days.");
    expect(kindOf(changed)).toBe("edited");
    expect(kindOf(reworded(changed, "Cough for three days."))).toBe("talk");
  });

  it("VIS-3 splits at the caret; the first half keeps its source", () => {
    const line = drafted("Cough. Fever.");
    const { lines, fresh } = split([line], line.sentence_id, 6);
    expect(lines.map((one) => one.text)).toEqual(["Cough.", "Fever."]);
    expect(lines[0]?.sentence_id).toBe(line.sentence_id);
    expect(lines[0]?.evidence).toHaveLength(1);
    expect(fresh.origin).toBe("yours");
  });

  it("VIS-3 merges with the sentence above, and both sources stay", () => {
    const [one, two] = [drafted("Cough."), drafted("Fever.", { evidence: [{ segment: 3, start: 0, end: 5 }] })];
    const merged = mergeWithPrevious([one, two], two.sentence_id);
    expect(merged?.lines.map((line) => line.text)).toEqual(["Cough. Fever."]);
    expect(merged?.lines[0]?.evidence.map((span) => span.segment)).toEqual([0, 3]);
    expect(merged?.caret).toBe("Cough. ".length);
    expect(mergeWithPrevious([one], one.sentence_id)).toBeNull();
  });

  it("sends no blank rows", () => {
    expect(toInput([ownSentence("  "), ownSentence(" Fever. ")]).map((line) => line.text)).toEqual(["Fever."]);
  });

  it("takes over what the server derives, but never words that were typed since", () => {
    const [same, typed] = [drafted("Cough."), drafted("Fever.")];
    const flag = { check: "number" as const, found: "3", expected: "4" };
    const saved: NoteSection = { section: "plan", version: 2, suggestions: [], sentences: [{ ...same, flags: [flag] }, { ...typed, flags: [flag] }] };
    const [first, second] = takeOver([same, { ...typed, text: "Fever since Monday." }], saved);
    expect(first?.flags).toHaveLength(1);
    expect(second?.text).toBe("Fever since Monday.");
    expect(second?.flags).toHaveLength(0);
  });

  it("VIS-5 counts what still waits: flags without confirmation, and every suggestion", () => {
    const flagged = drafted("600 mg.", { flags: [{ check: "number", found: "600", expected: "400" }] });
    expect(needsDecision(flagged)).toBe(true);
    expect(needsDecision({ ...flagged, confirmed: true })).toBe(false);
    const counts = count([{ lines: [flagged, ownSentence("Rest."), ownSentence("")], suggestions: [drafted("Viral.")] }]);
    expect(counts).toEqual({ all: 2, confirmed: 1, edited: 0, yours: 1, undecided: 2, unread: 2 });
  });

  it("VIS-5 counts what nobody agreed to yet, though nothing speaks against it", () => {
    const { undecided, unread } = count([{ lines: [drafted("Cough."), drafted("Fever.", { confirmed: true }), ownSentence("")], suggestions: [] }]);
    expect({ undecided, unread }).toEqual({ undecided: 0, unread: 1 });
  });
});

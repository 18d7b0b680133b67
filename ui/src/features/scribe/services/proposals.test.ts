import { expect, test } from "vitest";
import type { Draft, DraftSentence, Section } from "@api/bindings";
import { ofDraft, ofRunning, replacedBy, steady } from "./proposals";

const said = (section: Section, text: string): DraftSentence => ({ section, text, evidence: [], flags: [] });
const draft = (draft_id: string, sentences: DraftSentence[], accepted: Section[] = []): Draft => ({
  draft_id,
  visit_id: "v",
  sentences,
  provenance: { provider: "built-in", model: "m", prompt_version: null, drafted_at: "2026-01-01T08:00:00Z" },
  accepted: accepted.map((section) => ({ section, accepted_by: "u", accepted_by_name: "U", accepted_at: "2026-01-01T08:00:00Z" })),
});
const texts = (proposals: ReturnType<typeof ofDraft>) => proposals.map((one) => [one.section, one.draftId, one.sentences.map((sentence) => sentence.text).join("|")]);

const first = draft("one", [said("subjective", "A."), said("plan", "B."), said("plan", "C.")]);

test("AIC-1 what was accepted is no longer proposed", () => {
  expect(texts(ofDraft(first))).toEqual([
    ["subjective", "one", "A."],
    ["plan", "one", "B.|C."],
  ]);
  expect(texts(ofDraft(draft("one", first.sentences, ["plan"])))).toEqual([["subjective", "one", "A."]]);
});

test("AIC-1 parts of a model's draft take the place of earlier ones as they come", () => {
  const shown = replacedBy(ofDraft(first), [
    { section: "plan", sentences: [said("plan", "D.")] },
    { section: "objective", sentences: [] },
  ]);
  expect(texts(shown)).toEqual([
    ["subjective", "one", "A."],
    ["plan", null, "D."],
  ]);
});

test("AIC-1 a proposal is never exchanged under the caret", () => {
  const [, plan] = ofDraft(first);
  const next = ofDraft(draft("two", [said("subjective", "X."), said("plan", "Y.")]));
  expect(texts(steady(next, undefined))).toEqual(texts(next));
  expect(texts(steady(next, plan))).toEqual([
    ["subjective", "two", "X."],
    ["plan", "one", "B.|C."],
  ]);
  expect(steady(next, plan)[1]?.overtaken).toBe(true);
  // What cannot be accepted yet is no loss, and what was accepted does not come back.
  expect(texts(steady(next, ofRunning(first.sentences)[1]))).toEqual(texts(next));
  expect(steady([], plan)).toEqual([]);
});

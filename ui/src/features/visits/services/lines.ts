/** Changes of a list of sentences; nothing here knows the screen or the server. */
import type { NoteSection, Section, Sentence } from "@api/bindings";
import type { Input } from "@api/query";

export type SentenceInput = Input<"updateVisitSoap">["sentences"][number];

export const SECTIONS: readonly Section[] = ["subjective", "objective", "assessment", "plan"];

export function ownSentence(text = ""): Sentence {
  return { sentence_id: crypto.randomUUID(), text, draft_text: null, origin: "yours", edited: false, evidence: [], flags: [], confirmed: true };
}

/** A sentence with other words; whoever changes a sentence has decided about it. */
export function reworded(line: Sentence, text: string): Sentence {
  return { ...line, text, confirmed: true, edited: line.draft_text !== null && text.trim() !== line.draft_text.trim() };
}

export function split(lines: readonly Sentence[], id: string, at: number): { lines: Sentence[]; fresh: Sentence } {
  const index = lines.findIndex((line) => line.sentence_id === id);
  const line = lines[index];
  if (!line) return { lines: [...lines], fresh: ownSentence() };
  const head = line.text.slice(0, at).trimEnd();
  const fresh = ownSentence(line.text.slice(at).trimStart());
  const before = head === line.text ? line : reworded(line, head);
  return { lines: [...lines.slice(0, index), before, fresh, ...lines.slice(index + 1)], fresh };
}

export function mergeWithPrevious(lines: readonly Sentence[], id: string): { lines: Sentence[]; into: string; caret: number } | null {
  const index = lines.findIndex((line) => line.sentence_id === id);
  const line = lines[index];
  const before = lines[index - 1];
  if (!line || !before) return null;
  const glue = before.text && line.text ? " " : "";
  const evidence = [...before.evidence, ...line.evidence];
  const merged = line.text ? { ...reworded(before, before.text + glue + line.text), evidence } : before;
  return {
    lines: [...lines.slice(0, index - 1), merged, ...lines.slice(index + 1)],
    into: before.sentence_id,
    caret: before.text.length + (line.text ? glue.length : 0),
  };
}

/** What is sent; blank rows are only on the screen. */
export function toInput(lines: readonly Sentence[]): SentenceInput[] {
  return lines
    .filter((line) => line.text.trim() !== "")
    .map((line) => ({ sentence_id: line.sentence_id, text: line.text.trim(), confirmed: line.confirmed }));
}

/** The server's answer beneath what was typed since: words stay, what is derived from them is taken over. */
export function takeOver(lines: readonly Sentence[], saved: NoteSection): Sentence[] {
  const known = new Map(saved.sentences.map((line) => [line.sentence_id, line]));
  return lines.map((line) => {
    const stored = known.get(line.sentence_id);
    if (!stored || stored.text !== line.text.trim()) return line;
    return { ...stored, text: line.text, confirmed: line.confirmed };
  });
}

export function sameWords(a: readonly SentenceInput[], b: readonly SentenceInput[]): boolean {
  return a.length === b.length && a.every((line, at) => line.text === b[at]?.text && line.confirmed === b[at]?.confirmed);
}

export type Kind = "talk" | "yours" | "edited" | "suggested";
export function kindOf(line: Sentence): Kind {
  if (line.origin === "yours") return "yours";
  if (line.edited) return "edited";
  return line.origin === "suggested" ? "suggested" : "talk";
}

/** Whether the note cannot be signed before somebody decides about this sentence. */
export function needsDecision(line: Sentence): boolean {
  return line.flags.length > 0 && !line.confirmed;
}

/** Whether a sentence of a draft gives way when another draft of its part is accepted: nobody changed or confirmed it. */
export function givesWay(line: Sentence): boolean {
  return line.origin === "talk" && !line.edited && !line.confirmed;
}

export type Counts = {
  all: number;
  confirmed: number;
  edited: number;
  yours: number;
  /** What keeps the note from being signed. */
  undecided: number;
  /** What nobody agreed to yet, whether that keeps the note from being signed or not. */
  unread: number;
};
export function count(parts: readonly { lines: readonly Sentence[]; suggestions: readonly Sentence[] }[]): Counts {
  const lines = parts.flatMap((part) => part.lines).filter((line) => line.text.trim() !== "");
  const of = (kind: Kind) => lines.filter((line) => kindOf(line) === kind).length;
  const confirmed = lines.filter((line) => line.confirmed).length;
  const suggested = parts.reduce((sum, part) => sum + part.suggestions.length, 0);
  return {
    all: lines.length,
    confirmed,
    edited: of("edited"),
    yours: of("yours"),
    undecided: lines.filter(needsDecision).length + suggested,
    unread: lines.length - confirmed + suggested,
  };
}

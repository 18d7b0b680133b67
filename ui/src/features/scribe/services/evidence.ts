/** Which words of the conversation are shown, and which sentences a turn went into. */
import type { EvidenceSpan, Segment } from "@api/bindings";
import { utf16Index } from "@shared/format";
import { Store, useStore } from "@shared/store";

type Shown = { from: string | null; spans: readonly EvidenceSpan[]; turn: number | null };
const NOTHING: Shown = { from: null, spans: [], turn: null };
export const evidenceStore = new Store<Shown>(NOTHING);

/** Whether only the turns are shown that the note leaves out. */
export const unusedStore = new Store(false);

/** Shows the words that a sentence came from. */
export function showEvidence(from: string, spans: readonly EvidenceSpan[]): void {
  evidenceStore.set({ from, spans, turn: null });
}

/** Shows every sentence that uses a turn; the same turn again hides them. */
export function showTurn(turn: number): void {
  evidenceStore.update((now) => (now.turn === turn ? NOTHING : { from: null, spans: [], turn }));
}

export function clearEvidence(): void {
  evidenceStore.set(NOTHING);
}

/** Whether a sentence uses the turn that is chosen. */
export function useLinkedTo(spans: readonly EvidenceSpan[]): boolean {
  const { turn } = useStore(evidenceStore);
  return turn !== null && spans.some((span) => span.segment === turn);
}

/** The words that spans point to. */
export function quote(segments: readonly Segment[], spans: readonly EvidenceSpan[]): string[] {
  return spans.flatMap((span) => {
    const segment = segments.find((one) => one.index === span.segment);
    if (!segment) return [];
    return [segment.text.slice(utf16Index(segment.text, span.start), utf16Index(segment.text, span.end))];
  });
}

const HIGHLIGHT = "praxis-evidence";

/** Marks words without touching the page's elements, so that hundreds of turns cost nothing. */
export function paint(root: HTMLElement, spans: readonly EvidenceSpan[]): void {
  if (typeof CSS === "undefined" || !("highlights" in CSS)) return;
  const ranges: Range[] = [];
  for (const span of spans) {
    const text = root.querySelector(`[data-turn="${span.segment}"]`)?.firstChild;
    if (!(text instanceof Text)) continue;
    const range = document.createRange();
    range.setStart(text, Math.min(utf16Index(text.data, span.start), text.length));
    range.setEnd(text, Math.min(utf16Index(text.data, span.end), text.length));
    ranges.push(range);
  }
  if (ranges.length === 0) CSS.highlights.delete(HIGHLIGHT);
  else CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges));
}

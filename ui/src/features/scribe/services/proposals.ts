/** What drafts propose for the parts of a note, and which proposal is on the screen. */
import type { Draft, DraftPart, DraftSentence, Section } from "@api/bindings";

export type Proposal = {
  section: Section;
  sentences: DraftSentence[];
  /** The draft it can be accepted from; absent while that is still being made. */
  draftId: string | null;
  /** A later draft of this part takes its place as soon as the focus leaves it. */
  overtaken?: boolean;
};

function grouped(sentences: readonly DraftSentence[], draftId: string | null): Proposal[] {
  const sections = [...new Set(sentences.map((sentence) => sentence.section))];
  return sections.map((section) => ({ section, draftId, sentences: sentences.filter((sentence) => sentence.section === section) }));
}

/** The parts of a stored draft that nobody has accepted. */
export function ofDraft(draft: Draft): Proposal[] {
  const taken = new Set(draft.accepted.map((acceptance) => acceptance.section));
  return grouped(
    draft.sentences.filter((sentence) => !taken.has(sentence.section)),
    draft.draft_id,
  );
}

/** The sentences of a draft that is still being made. */
export function ofRunning(sentences: readonly DraftSentence[]): Proposal[] {
  return grouped(sentences, null);
}

/** The parts of a model's draft that have come, in the place of what was proposed before. */
export function replacedBy(proposals: readonly Proposal[], parts: readonly DraftPart[]): Proposal[] {
  const come = new Set(parts.map((part) => part.section));
  return [...proposals.filter((proposal) => !come.has(proposal.section)), ...ofRunning(parts.flatMap((part) => part.sentences))];
}

/** What is shown: a proposal that can be accepted is not exchanged while the focus is within it. */
export function steady(latest: readonly Proposal[], focused: Proposal | undefined): Proposal[] {
  if (!focused?.draftId) return [...latest];
  const exchanged = (proposal: Proposal) => proposal.section === focused.section && proposal.draftId !== focused.draftId;
  return latest.map((proposal) => (exchanged(proposal) ? { ...focused, overtaken: true } : proposal));
}

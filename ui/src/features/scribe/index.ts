export { clearEvidence, evidenceStore, showEvidence, useLinkedTo } from "./services/evidence";
export { TranscriptPane } from "./components/TranscriptPane";
export { DraftBar, SectionProposal } from "./components/Proposal";
export { useDraft, type DraftControl } from "./hooks/useDraft";
export { FlagList } from "./components/FlagList";

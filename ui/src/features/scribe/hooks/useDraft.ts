import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Draft, DraftPart, DraftSentence, Section, VisitDetail, WireFailure } from "@api/bindings";
import { call, invalidate, reading, stream, toFailure, type Run } from "@api/query";
import { translate } from "@shared/i18n";
import { announce } from "@shared/ui";
import { ofDraft, ofRunning, replacedBy, steady, type Proposal } from "../services/proposals";

export type DraftControl = {
  running: boolean;
  failure: WireFailure | null;
  accepting: boolean;
  /** What is proposed and nobody has accepted, one for a part. */
  proposals: Proposal[];
  draft: Draft | null;
  start: () => void;
  stop: () => void;
  accept: (sections: Section[]) => void;
  dismiss: () => void;
};

/** What is shown of the latest proposals: the one that has the focus stays as it was when it got it. */
function useSteady(latest: readonly Proposal[]): Proposal[] {
  const [focused, setFocused] = useState<Proposal>();
  const proposals = steady(latest, focused);
  const shown = useRef(proposals);
  useEffect(() => {
    shown.current = proposals;
  });
  useEffect(() => {
    const look = (event: FocusEvent) => {
      const to = event.type === "focusin" ? event.target : event.relatedTarget;
      const group = to instanceof Element ? to.closest<HTMLElement>("[data-proposal]") : null;
      setFocused(shown.current.find((proposal) => proposal.section === group?.dataset["proposal"]));
    };
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", look);
    return () => {
      document.removeEventListener("focusin", look);
      document.removeEventListener("focusout", look);
    };
  }, []);
  return proposals;
}

type Options = {
  /** Parts of a model's draft that have come while it is being made. */
  parts: readonly DraftPart[];
  /** Saves what was typed: what nobody changed gives way to what is accepted. */
  before: () => Promise<unknown>;
  onAccepted: (detail: VisitDetail, sections: Section[]) => void;
};

/** The draft of a visit: how it grows, and what of it waits for an answer. */
export function useDraft(detail: VisitDetail, { parts, before, onAccepted }: Options): DraftControl {
  const client = useQueryClient();
  const visitId = detail.visit.visit_id;
  const [items, setItems] = useState<DraftSentence[] | null>(null);
  const [failure, setFailure] = useState<WireFailure | null>(null);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const run = useRef<Run<Draft> | null>(null);
  const [busy, setBusy] = useState(false);
  const key = reading("getVisit", { visit_id: visitId }).queryKey;

  useEffect(() => () => run.current?.stop(), []);

  const start = () => {
    run.current?.stop();
    setFailure(null);
    setItems([]);
    announce(translate("draft.started"));
    const mine = stream("generateSoap", { visit_id: visitId }, (sentence) => {
      if (run.current === mine) setItems((now) => [...(now ?? []), sentence]);
    });
    run.current = mine;
    mine.result.then(
      (draft) => {
        if (run.current !== mine) return;
        client.setQueryData(key, (now) => (now ? { ...now, draft } : now));
        setItems(null);
        announce(translate("draft.ready", { count: draft.sentences.length }));
      },
      (refusal: WireFailure) => {
        if (run.current !== mine) return;
        setItems(null);
        setFailure(refusal);
      },
    );
  };
  const draft = items ? null : detail.draft;
  const hidden = draft !== null && dismissed === draft.draft_id;
  const stored = draft && !hidden ? ofDraft(draft) : [];
  const proposals = useSteady(replacedBy(items ? ofRunning(items) : stored, parts));

  const accept = (sections: Section[]) => {
    const chosen = proposals.filter((proposal) => sections.includes(proposal.section));
    const ids = [...new Set(chosen.flatMap((proposal) => proposal.draftId ?? []))];
    if (ids.length === 0 || busy) return;
    const mine = (id: string) => chosen.filter((proposal) => proposal.draftId === id).map((proposal) => proposal.section);
    const all = async () => {
      await before();
      for (const id of ids) {
        const next = await call("acceptDraft", { visit_id: visitId, draft_id: id, sections: mine(id) });
        client.setQueryData(key, next);
        onAccepted(next, mine(id));
      }
      invalidate(client, ["visits", "drafts"]);
    };
    setBusy(true);
    all()
      .catch((refusal: unknown) => setFailure(toFailure(refusal)))
      .finally(() => setBusy(false));
  };
  return {
    running: items !== null,
    failure,
    accepting: busy,
    proposals,
    draft,
    start,
    stop: () => run.current?.stop(),
    accept,
    dismiss: () => setDismissed(draft?.draft_id ?? null),
  };
}

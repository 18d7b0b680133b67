import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Draft, DraftSentence, Section, VisitDetail, WireFailure } from "@api/bindings";
import { reading, stream, useRun, type Run } from "@api/query";
import { translate } from "@shared/i18n";
import { announce } from "@shared/ui";

export type DraftControl = {
  running: boolean;
  failure: WireFailure | null;
  accepting: boolean;
  /** What is proposed and nobody has accepted. */
  pending: DraftSentence[];
  draft: Draft | null;
  start: () => void;
  stop: () => void;
  accept: (sections: Section[]) => void;
  dismiss: () => void;
};

/** The draft of a visit: how it grows, and what of it waits for an answer. */
export function useDraft(detail: VisitDetail, onAccepted: (detail: VisitDetail, sections: Section[]) => void): DraftControl {
  const client = useQueryClient();
  const visitId = detail.visit.visit_id;
  const [items, setItems] = useState<DraftSentence[] | null>(null);
  const [failure, setFailure] = useState<WireFailure | null>(null);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const run = useRef<Run<Draft> | null>(null);
  const accepting = useRun("acceptDraft");
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
  const taken = new Set(draft?.accepted.map((acceptance) => acceptance.section));
  const hidden = draft !== null && dismissed === draft.draft_id;
  const pending = items ?? (hidden ? [] : (draft?.sentences.filter((sentence) => !taken.has(sentence.section)) ?? []));

  const accept = (sections: Section[]) => {
    if (!draft || accepting.isPending) return;
    accepting.mutate(
      { visit_id: visitId, draft_id: draft.draft_id, sections },
      {
        onSuccess: (next) => {
          client.setQueryData(key, next);
          onAccepted(next, sections);
        },
        onError: setFailure,
      },
    );
  };
  return {
    running: items !== null,
    failure,
    accepting: accepting.isPending,
    pending,
    draft,
    start,
    stop: () => run.current?.stop(),
    accept,
    dismiss: () => setDismissed(draft?.draft_id ?? null),
  };
}

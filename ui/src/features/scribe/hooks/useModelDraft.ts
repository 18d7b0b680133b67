import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Draft, DraftPart, ModelDraft, ModelProgress, ModelQuestionPreview, SuggestionList, Transcript, WireFailure } from "@api/bindings";
import { invalidate, reading, stream, type Run } from "@api/query";
import { translate } from "@shared/i18n";
import { useCan } from "@shared/session";
import { announce } from "@shared/ui";

export type ModelControl = {
  /** What would be sent and to whom; absent while nobody may ask. */
  preview: ModelQuestionPreview | undefined;
  progress: ModelProgress | null;
  /** Parts of a draft that have come; empty again once it is whole. */
  parts: readonly DraftPart[];
  running: boolean;
  failure: WireFailure | null;
  start: () => void;
  stop: () => void;
};

type Wanted = { visitId: string; task: "draft" | "suggest"; enabled: boolean };

function useAnswer<T>(open: (onItem: (item: ModelProgress) => void) => Run<T>, onDone: (answer: T) => void) {
  const [progress, setProgress] = useState<ModelProgress | null>(null);
  const [parts, setParts] = useState<DraftPart[]>([]);
  const [failure, setFailure] = useState<WireFailure | null>(null);
  const [running, setRunning] = useState(false);
  const client = useQueryClient();
  const run = useRef<Run<T> | null>(null);
  useEffect(() => () => run.current?.stop(), []);
  const start = () => {
    if (run.current) return;
    setFailure(null);
    setProgress(null);
    setParts([]);
    setRunning(true);
    const hear = (item: ModelProgress) => {
      const { characters, part } = item;
      setProgress(item);
      // An answer begins anew: what came before it is void.
      if (characters === 0) setParts([]);
      if (part) setParts((now) => [...now.filter((one) => one.section !== part.section), part]);
    };
    const mine = open((item) => run.current === mine && hear(item));
    run.current = mine;
    const end = (act: () => void) => {
      if (run.current !== mine) return;
      run.current = null;
      setRunning(false);
      setParts([]);
      act();
    };
    mine.result.then(
      (answer) => end(() => onDone(answer)),
      (refusal: WireFailure) =>
        end(() => {
          if (refusal.type === "Cancelled") return;
          // What became of each connection is kept, also when none answered.
          invalidate(client, ["models"]);
          setFailure(refusal);
          announce(translate("model.failed"));
        }),
    );
  };
  return { progress, parts, failure, running, start, stop: () => run.current?.stop() };
}

function usePreview({ visitId, task, enabled }: Wanted) {
  const may = useCan()("model:use");
  const { data } = useQuery({ ...reading("previewModelQuestion", { visit_id: visitId, task }), enabled: enabled && may });
  return data;
}

/** The draft by a model, which takes the place of the one that came before. */
export function useModelDraft(visitId: string, transcript: Transcript | null, enabled: boolean): ModelControl {
  const client = useQueryClient();
  const preview = usePreview({ visitId, task: "draft", enabled: enabled && transcript !== null });
  const key = reading("getVisit", { visit_id: visitId }).queryKey;
  const show = (draft: Draft) => client.setQueryData(key, (now) => (now ? { ...now, draft } : now));
  const answer = useAnswer<ModelDraft>(
    (onItem) => stream("generateModelDraft", { visit_id: visitId }, onItem),
    ({ draft }) => {
      show(draft);
      announce(translate("draft.ready", { count: draft.sentences.length }));
    },
  );
  return { preview, ...answer };
}

/** Suggestions by a model. */
export function useSuggest(visitId: string, enabled: boolean): ModelControl {
  const client = useQueryClient();
  const preview = usePreview({ visitId, task: "suggest", enabled });
  const key = reading("listAiSuggestions", { visit_id: visitId }).queryKey;
  const answer = useAnswer<SuggestionList>(
    (onItem) => stream("getAiSuggestions", { visit_id: visitId }, onItem),
    (list) => {
      client.setQueryData(key, list);
      announce(translate("ai.made", { count: list.items.filter((one) => one.decision === null).length }));
    },
  );
  return { preview, ...answer };
}

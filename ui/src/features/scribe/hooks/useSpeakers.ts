import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Speaker, Transcript } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { useCommand } from "@shared/commands";
import { translate } from "@shared/i18n";
import { announce, notifyFailure } from "@shared/ui";

/** Who can be named for a turn, each by one key. */
export const SPEAKERS = ["clinician", "patient", "other"] as const satisfies readonly Speaker[];

function focusedTurn(): number | null {
  const index = document.activeElement?.closest<HTMLElement>("[data-index]")?.dataset["index"];
  return index === undefined ? null : Number(index);
}

/** Says who speaks a turn: by key for the one in focus, which hands the focus on to the next. Null where nobody may. */
export function useSpeakers(visitId: string, transcript: Transcript | null, writable: boolean): ((index: number, speaker: Speaker) => void) | null {
  const client = useQueryClient();
  const { mutate } = useRun("setSpeakers");
  const may = writable && transcript !== null;
  const set = useCallback(
    (index: number, speaker: Speaker) => {
      mutate(
        { visit_id: visitId, turns: [{ index, speaker }] },
        {
          onSuccess: (next) => client.setQueryData(reading("getVisit", { visit_id: visitId }).queryKey, (now) => (now ? { ...now, transcript: next } : now)),
          onError: notifyFailure,
        },
      );
      announce(translate(`speaker.${speaker}`));
    },
    [client, mutate, visitId],
  );
  const press = (speaker: Speaker) => {
    const index = focusedTurn();
    if (index === null) {
      announce(translate("speaker.choose_turn"));
      return;
    }
    set(index, speaker);
    document.querySelector<HTMLElement>(`[data-index="${index + 1}"] [data-step-turn]`)?.focus();
  };
  useCommand("speaker.clinician", () => press("clinician"), may);
  useCommand("speaker.patient", () => press("patient"), may);
  useCommand("speaker.other", () => press("other"), may);
  return may ? set : null;
}

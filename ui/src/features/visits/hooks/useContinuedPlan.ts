import type { VisitDetail } from "@api/bindings";
import { useCommand } from "@shared/commands";
import { notifyDone } from "@shared/ui";
import type { NoteStore } from "../services/noteStore";
import { focusLine } from "../services/steps";
import { sentencesOf } from "./useLastVisit";

/** Takes the plan of the last visit into this one's, as words of the clinician; null where there is nothing to take. */
export function useContinuedPlan(store: NoteStore, last: VisitDetail | null, writable: boolean): (() => void) | null {
  const texts = last ? sentencesOf(last, "plan").map((sentence) => sentence.text) : [];
  const may = writable && texts.length > 0;
  const take = () => {
    const { ids, undo } = store.add("plan", texts);
    requestAnimationFrame(() => focusLine(ids[0] ?? ""));
    notifyDone("plan.continued", { values: { count: texts.length }, undo });
  };
  useCommand("visit.continue_plan", take, may);
  return may ? take : null;
}

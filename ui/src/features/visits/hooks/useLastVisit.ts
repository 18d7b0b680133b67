import { useQuery } from "@tanstack/react-query";
import type { Section, Sentence, Visit, VisitDetail, WireFailure } from "@api/bindings";
import { reading } from "@api/query";

export type LastVisit = {
  /** The latest visit of this patient that was signed before this one; null when there is none. */
  detail: VisitDetail | null;
  isLoading: boolean;
  failure: WireFailure | null;
};

/** What was written of this patient last time; read only where it is wanted. */
export function useLastVisit(visit: Visit, wanted: boolean): LastVisit {
  const list = useQuery({ ...reading("listVisits", { patient_id: visit.patient_id, limit: 200 }), enabled: wanted });
  const last = list.data?.items.find((one) => one.finalized_at !== null && one.visit_id !== visit.visit_id && one.started_at <= visit.started_at);
  const { data, error } = useQuery({ ...reading("getVisit", { visit_id: last?.visit_id ?? "" }), enabled: wanted && last !== undefined });
  return {
    detail: data ?? null,
    isLoading: list.data === undefined || (last !== undefined && data === undefined),
    failure: list.error ?? error,
  };
}

/** The sentences of a part of a visit's note. */
export function sentencesOf(detail: VisitDetail, section: Section): Sentence[] {
  return detail.sections.find((part) => part.section === section)?.sentences ?? [];
}

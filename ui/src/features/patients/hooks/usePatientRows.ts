import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { PatientSummary, WireFailure } from "@api/bindings";
import { reading } from "@api/query";

const PAGE = 200;

export type Rows = {
  total: number | null;
  at: (index: number) => PatientSummary | undefined;
  /** Which rows are on the screen, so that their pages are read. */
  show: (first: number, last: number) => void;
  error: WireFailure | null;
  busy: boolean;
  retry: () => void;
};

/** Every patient, page by page as they come into view. */
export function useAllPatients(enabled: boolean): Rows {
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const pages = useMemo(() => {
    const wanted = new Set([0]);
    for (let page = range[0]; page <= range[1]; page += 1) wanted.add(page);
    return [...wanted];
  }, [range]);
  const answers = useQueries({
    queries: pages.map((page) => ({ ...reading("listPatients", { limit: PAGE, offset: page * PAGE }), enabled, staleTime: 60_000 })),
  });
  const byPage = new Map(pages.map((page, at) => [page, answers[at]?.data]));
  const first = answers[0];
  return {
    total: answers.find((answer) => answer.data)?.data?.total ?? null,
    at: (index) => byPage.get(Math.floor(index / PAGE))?.items[index % PAGE],
    show: (from, to) => {
      const next = [Math.floor(from / PAGE), Math.floor(to / PAGE)] as const;
      setRange((now) => (now[0] === next[0] && now[1] === next[1] ? now : next));
    },
    error: first?.data ? null : (first?.error ?? null),
    busy: enabled && answers.some((answer) => answer.isPending),
    retry: () => answers.forEach((answer) => void answer.refetch()),
  };
}

/** Patients that match some letters, best first. */
export function useFoundPatients(query: string): Rows {
  const answer = useQuery({ ...reading("searchPatients", { query, limit: 100 }), enabled: query !== "", placeholderData: keepPreviousData });
  return {
    total: answer.data ? answer.data.items.length : null,
    at: (index) => answer.data?.items[index],
    show: () => undefined,
    error: answer.data ? null : answer.error,
    busy: answer.isFetching,
    retry: () => void answer.refetch(),
  };
}

import { useQuery } from "@tanstack/react-query";
import type { Recording } from "@api/bindings";
import { useStore } from "@shared/store";
import { isCutOff, isOpen, lookAround } from "../services/cutoff";
import { useDesk } from "../services/desk";

const LOOK_AROUND_MS = 1000;
const LOOK_AGAIN_MS = 5000;

/** When to ask the server again: that somebody went away is told by the time that passed, and by no event. */
export function lookAgain(items: readonly Recording[] | undefined): number | false {
  return items?.some((item) => isOpen(item) && !item.interrupted) ? LOOK_AGAIN_MS : false;
}

/** The same recordings; what this browser knows of those that were cut off counts as well. */
export function useCutOff(items: readonly Recording[] = []): Recording[] {
  const { live } = useStore(useDesk().recording);
  // No event tells that another window begins to record or is closed.
  const { data } = useQuery({ queryKey: ["recording windows"], queryFn: lookAround, enabled: items.some(isOpen), staleTime: 0, refetchInterval: LOOK_AROUND_MS });
  return items.map((item) => ({ ...item, interrupted: data !== undefined && item.recording_id !== live?.recordingId && isCutOff(item, data) }));
}

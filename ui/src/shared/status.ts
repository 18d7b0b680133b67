/** Whether everything that was written is safe: seven states, the same words everywhere. */
import type { MessageId } from "./i18n";
import { Store } from "./store";

/** `refused`: the server takes it never; it is kept here until somebody decides about it. */
export type WriteState = "saving" | "retrying" | "conflict" | "refused";
export type Pending = { key: string; label: string; state: WriteState; /** The page where it is seen. */ to: string | null };
type Status = { reachable: boolean; online: boolean; desktop: boolean; pending: Pending[]; savedAt: number | null };

export const statusStore = new Store<Status>({
  reachable: true,
  online: true,
  desktop: false,
  pending: [],
  savedAt: null,
});

export function setReachable(reachable: boolean): void {
  statusStore.update((now) => (now.reachable === reachable ? now : { ...now, reachable }));
}

/** Says where a write stands; null when it is safe. */
export function setPending(key: string, label: string, state: WriteState | null, to: string | null = null): void {
  statusStore.update((now) => {
    const before = now.pending.find((write) => write.key === key);
    if ((before?.state ?? null) === state) return now;
    const others = now.pending.filter((write) => write.key !== key);
    if (state) return { ...now, pending: [...others, { key, label, state, to }] };
    return { ...now, pending: others, savedAt: Date.now() };
  });
}

/** Forgets a write that nobody waits for any more. */
export function dropPending(prefix: string): void {
  statusStore.update((now) => ({ ...now, pending: now.pending.filter((write) => !write.key.startsWith(prefix)) }));
}

export type Summary = "saved" | "saving" | "retrying" | "offline" | "unreachable" | "conflict" | "refused";

export function summarize(status: Status): Summary {
  const has = (state: WriteState) => status.pending.some((write) => write.state === state);
  if (has("conflict")) return "conflict";
  if (has("refused")) return "refused";
  if (has("retrying")) return "retrying";
  if (!status.online && status.desktop) return "offline";
  if (!status.reachable || (!status.online && !status.desktop)) return "unreachable";
  return has("saving") ? "saving" : "saved";
}

export const SUMMARY_WORDS: Record<Summary, MessageId> = {
  saved: "status.saved",
  saving: "status.saving",
  retrying: "status.retrying",
  offline: "status.offline",
  unreachable: "status.unreachable",
  conflict: "status.conflict",
  refused: "status.refused",
};

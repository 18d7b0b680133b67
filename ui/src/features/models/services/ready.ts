/** What is known of the models of a task before they are asked. */
import type { ConnectionState, ModelSettings, ModelTask } from "@api/bindings";

export type Ready =
  /** None is chosen; none of those chosen may be asked just now. */
  | { state: "none" | "nobody"; by: null }
  /** It answered last time; it failed last time; nobody knows, because it was not asked yet. */
  | { state: "ready" | "problem" | "unknown"; by: ConnectionState };

/** The connection of a task that most likely answers. */
export function readiness(settings: ModelSettings, items: readonly ConnectionState[], task: ModelTask): Ready {
  const order = settings.chains.find((chain) => chain.task === task)?.connections ?? [];
  if (order.length === 0) return { state: "none", by: null };
  const mayBeAsked = (one: ConnectionState | undefined) => one !== undefined && one.connection.enabled && (one.inside || !settings.local_only) && one.resting_until === null;
  const all = order.flatMap((id) => items.find((one) => one.connection.connection_id === id) ?? []).filter(mayBeAsked);
  const answered = all.find((one) => one.problem === null && one.answered_at !== null);
  if (answered) return { state: "ready", by: answered };
  const untried = all.find((one) => one.problem === null);
  if (untried) return { state: "unknown", by: untried };
  const failed = all[0];
  return failed ? { state: "problem", by: failed } : { state: "nobody", by: null };
}

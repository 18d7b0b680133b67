import { describe, expect, it } from "vitest";
import type { ConnectionState, ModelSettings } from "@api/bindings";
import { readiness } from "./ready";

function state(name: string, change: Partial<ConnectionState> = {}, enabled = true): ConnectionState {
  const connection = { connection_id: name, name, kind: "ollama", base_url: "http://localhost", model: "m", has_key: false, enabled, patience_seconds: 5, version: 1, created_at: "" } as const;
  return { connection, inside: true, answered_at: null, latency_ms: null, problem: null, resting_until: null, ...change };
}
const answered = { answered_at: "2026-11-20T10:00:00Z" };
const settings = (connections: string[], local_only = true): ModelSettings => ({ local_only, own_hosts: [], mask_identifiers: true, ask_next_when_silent: true, chains: [{ task: "draft", connections }], version: 1 });

describe("AIC-3 what is known of a model before it is asked", () => {
  const cases: [string, ConnectionState[], ModelSettings, string][] = [
    ["nobody chose one", [state("a", answered)], settings([]), "none"],
    ["the chosen one is switched off", [state("a", answered, false)], settings(["a"]), "nobody"],
    ["the chosen one is outside and nothing may leave", [state("a", { ...answered, inside: false })], settings(["a"]), "nobody"],
    ["the same where something may leave", [state("a", { ...answered, inside: false })], settings(["a"], false), "ready a"],
    ["it failed so often that it is left alone", [state("a", { problem: "late", resting_until: "2026-11-20T10:00:00Z" })], settings(["a"]), "nobody"],
    ["it was never asked", [state("a")], settings(["a"]), "unknown a"],
    ["it failed last time", [state("a", { ...answered, problem: "late" })], settings(["a"]), "problem a"],
    ["the first failed and the second answered", [state("b", answered), state("a", { problem: "late" })], settings(["a", "b"]), "ready b"],
    ["another task's answered", [state("b", answered), state("a")], settings(["a"]), "unknown a"],
  ];
  it.each(cases)("%s", (_name, items, chosen, wanted) => {
    const found = readiness(chosen, items, "draft");
    expect(found.by ? `${found.state} ${found.by.connection.name}` : found.state).toBe(wanted);
  });
});

import { describe, expect, it } from "vitest";
import { summarize } from "./status";

const quiet = { reachable: true, online: true, desktop: false, pending: [], savedAt: null };
const write = (state: "saving" | "retrying" | "conflict") => ({ key: state, label: "", state });

describe("the status chip", () => {
  it("has six states, the most serious first", () => {
    expect(summarize(quiet)).toBe("saved");
    expect(summarize({ ...quiet, pending: [write("saving")] })).toBe("saving");
    expect(summarize({ ...quiet, pending: [write("saving"), write("retrying")] })).toBe("retrying");
    expect(summarize({ ...quiet, online: false, desktop: true })).toBe("offline");
    expect(summarize({ ...quiet, online: false })).toBe("unreachable");
    expect(summarize({ ...quiet, reachable: false })).toBe("unreachable");
    expect(summarize({ ...quiet, reachable: false, pending: [write("conflict")] })).toBe("conflict");
  });
});

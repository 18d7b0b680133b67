import { describe, expect, it } from "vitest";
import { summarize, type WriteState } from "./status";

const quiet = { reachable: true, online: true, desktop: false, pending: [], savedAt: null };
const write = (state: WriteState) => ({ key: state, label: "", state, to: null });

describe("the status chip", () => {
  it("has seven states, the most serious first", () => {
    expect(summarize(quiet)).toBe("saved");
    expect(summarize({ ...quiet, pending: [write("saving")] })).toBe("saving");
    expect(summarize({ ...quiet, pending: [write("saving"), write("retrying")] })).toBe("retrying");
    expect(summarize({ ...quiet, pending: [write("retrying"), write("refused")] })).toBe("refused");
    expect(summarize({ ...quiet, online: false, desktop: true })).toBe("offline");
    expect(summarize({ ...quiet, online: false })).toBe("unreachable");
    expect(summarize({ ...quiet, reachable: false })).toBe("unreachable");
    expect(summarize({ ...quiet, reachable: false, pending: [write("conflict")] })).toBe("conflict");
  });
});

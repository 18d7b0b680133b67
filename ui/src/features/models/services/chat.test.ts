import { describe, expect, it } from "vitest";
import type { NotAsked, PlannedStep } from "@api/bindings";
import { askable, messagesOf, type Exchange } from "./chat";

const exchange = (question: string, answer: string, state: Exchange["state"] = "answered"): Exchange => ({ question, answer, provider: "Lynx", state, failure: null });

describe("AIA-5 a free question", () => {
  it("is sent with what was asked and answered before, and without questions that had no answer", () => {
    const before = [exchange("One?", "1"), exchange("Lost?", "", "failed"), exchange("Two?", "2, and", "stopped")];
    expect(messagesOf(before, "Three?")).toEqual([
      { role: "user", content: "One?" },
      { role: "assistant", content: "1" },
      { role: "user", content: "Two?" },
      { role: "assistant", content: "2, and" },
      { role: "user", content: "Three?" },
    ]);
  });

  it("may be asked when one connection may, and else after a look where only that is missing", () => {
    const step = (name: string, not_asked: NotAsked | null): PlannedStep => ({ connection_id: name, name, model: "m", host: "h", inside: false, not_asked });
    expect(askable([step("a", "resting"), step("b", null)])).toBe("now");
    expect(askable([step("a", "disabled"), step("b", "not_shown")])).toMatchObject({ name: "b" });
    expect(askable([step("a", "local_only")])).toBe("nobody");
    expect(askable([])).toBe("nobody");
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";
import type { Recording } from "@api/bindings";
import type { Step } from "@platform/recorder";
import { isCutOff, justCutOff, lookAround, MICROPHONE, remember, soundLock } from "./cutoff";

const START: Step = { kind: "start", visit_id: "v", channels: 1, name: "" };
const sound = (number: number): Step => ({ kind: "sound", number, first_frame: number * 16_000, data: "" });
const item = (change: Partial<Recording> = {}) => ({ recording_id: "r", status: "running", segments: 2, missing: 0, interrupted: false, ...change }) as Recording;

/** The locks that windows of this browser hold. */
function hold(...names: string[]): void {
  Object.defineProperty(navigator, "locks", { configurable: true, value: { query: async () => ({ held: names.map((name) => ({ name })) }) } });
}

describe("AUD-2 a recording that was cut off", () => {
  afterEach(() => {
    localStorage.clear();
    Reflect.deleteProperty(navigator, "locks");
  });

  it("is known to the browser that recorded it as soon as no window of it does", async () => {
    hold(MICROPHONE, soundLock("r"));
    remember("r", START);
    remember("r", sound(0));
    remember("r", sound(1));
    expect(isCutOff(item(), await lookAround())).toBe(false);
    // A window that only sends what is left does not record.
    hold(soundLock("r"));
    expect(isCutOff(item(), await lookAround())).toBe(true);
    hold(MICROPHONE, soundLock("another"));
    expect(isCutOff(item({ status: "paused" }), await lookAround())).toBe(true);
    expect(isCutOff(item({ status: "stopped" }), await lookAround())).toBe(false);
    expect(isCutOff(item({ recording_id: "another" }), await lookAround())).toBe(false);
  });

  it("is not one that goes on at another computer, nor one that was stopped", async () => {
    hold();
    remember("r", START);
    remember("r", sound(0));
    expect(isCutOff(item({ segments: 1 }), await lookAround())).toBe(true);
    expect(isCutOff(item({ segments: 2 }), await lookAround())).toBe(false);
    remember("another", { kind: "stop" });
    expect((await lookAround()).last).toMatchObject({ id: "r", pieces: 1 });
    remember("r", { kind: "stop" });
    expect(isCutOff(item({ segments: 1 }), await lookAround())).toBe(false);
  });

  it("goes on from anywhere in the program for five minutes, and asks the server only then", async () => {
    hold();
    const list = vi.fn(async () => [item({ recording_id: "another", interrupted: true }), item()]);
    expect(await justCutOff(list)).toBeNull();
    expect(list).not.toHaveBeenCalled();
    remember("r", sound(1));
    expect((await justCutOff(list))?.recording_id).toBe("r");
    expect(await justCutOff(list, Date.now() + 301_000)).toBeNull();
    hold(MICROPHONE, soundLock("r"));
    expect(await justCutOff(list)).toBeNull();
  });

  it("keeps nobody waiting who wants to record: without an answer in half a second there is none", async () => {
    vi.useFakeTimers();
    hold();
    remember("r", sound(1));
    const found = vi.fn();
    void justCutOff(() => new Promise(() => undefined)).then(found);
    await vi.advanceTimersByTimeAsync(499);
    expect(found).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(found).toHaveBeenCalledExactlyOnceWith(null);
    vi.useRealTimers();
  });

  it("is told by the server where the browser does not know, but not while a window of it pauses", async () => {
    remember("r", START);
    expect(isCutOff(item(), await lookAround())).toBe(false);
    expect(isCutOff(item({ interrupted: true }), await lookAround())).toBe(true);
    hold(MICROPHONE, soundLock("r"));
    expect(isCutOff(item({ interrupted: true, status: "paused" }), await lookAround())).toBe(false);
  });
});

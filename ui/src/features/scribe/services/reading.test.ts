import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Sound } from "@api/bindings";
import { toBase64 } from "@platform/files";
import { Reader } from "./reading";

const START = 1_700_000_000_000;
const WHAT = { visit_id: "v", section: null, language: "en" } as const;
const sound = (from_ms: number): Sound => ({ from_ms, rate: 16_000, channels: 1, data: toBase64(new Uint8Array(64)) });

function room() {
  const heard: number[] = [];
  const stopped = vi.fn();
  const ended = vi.fn();
  let send: (sound: Sound) => void = () => undefined;
  let finish: (done: { voice: string; duration_ms: number }) => void = () => undefined;
  let fail: (failure: unknown) => void = () => undefined;
  const reader = new Reader(
    (_, onSound) => {
      send = onSound;
      const result = new Promise<{ voice: string; duration_ms: number }>((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
      return { result, stop: ended };
    },
    { now: () => Date.now() / 1000, wake: () => undefined, play: (_, at) => (heard.push(Math.round(at * 1000 - START)), stopped) },
  );
  return { reader, heard, stopped, ended, send: (from: number) => send(sound(from)), finish: (ms: number) => finish({ voice: "V", duration_ms: ms }), fail: (failure: unknown) => fail(failure) };
}

describe("AUD-10 reading a note aloud", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("plays sentences one after the other, later by what one came late, and ends when all were heard", async () => {
    const { reader, heard, send, finish } = room();
    const reading = reader.read(WHAT);
    expect(reader.get()).toBe("v");
    send(0);
    send(1000);
    await vi.advanceTimersByTimeAsync(3000);
    send(2000);
    finish(3000);
    expect(heard).toEqual([50, 1050, 3050]);
    await vi.advanceTimersByTimeAsync(900);
    expect(reader.get()).toBe("v");
    await vi.advanceTimersByTimeAsync(400);
    await reading;
    expect(reader.get()).toBeNull();
  });

  it("is silent at once when it is stopped, and plays nothing that still comes", async () => {
    const { reader, heard, stopped, ended, send, fail } = room();
    const reading = reader.read(WHAT);
    send(0);
    reader.stop();
    expect([stopped.mock.calls.length, ended.mock.calls.length, reader.get()]).toEqual([1, 1, null]);
    send(1000);
    fail({ type: "Cancelled" });
    await reading;
    expect(heard).toEqual([50]);
  });

  it("tells why there is nothing to hear", async () => {
    const { reader, fail } = room();
    const reading = reader.read(WHAT);
    fail({ type: "Unavailable" });
    await expect(reading).rejects.toEqual({ type: "Unavailable" });
    expect(reader.get()).toBeNull();
  });
});

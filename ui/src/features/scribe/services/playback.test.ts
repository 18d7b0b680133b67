import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toBase64 } from "@platform/files";
import { Playback, samplesOf } from "./playback";

const DATA = toBase64(new Uint8Array(Int16Array.of(16_384, -16_384, 8192, -32_768).buffer));

function room(delay = 0) {
  const asked: [number, number][] = [];
  const heard: number[] = [];
  const stopped = vi.fn();
  const player = new Playback(
    async (_, from, to) => {
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      asked.push([from, to]);
      return { from_ms: from, rate: 16_000, channels: 1, data: DATA };
    },
    { now: () => Date.now() / 1000, wake: () => undefined, play: (_, at) => (heard.push(at * 1000 - START), stopped) },
  );
  return { player, asked, heard, stopped };
}
const START = 1_700_000_000_000;

describe("AUD-6 playing a recording", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("takes channels apart", () => {
    const { channels } = samplesOf({ from_ms: 0, rate: 16_000, channels: 2, data: DATA });
    expect(channels.map((one) => [...one])).toEqual([
      [0.5, 0.25],
      [-0.5, -1],
    ]);
  });

  it("fetches ten seconds at a time, one ahead, and plays them without a seam", async () => {
    const { player, asked, heard } = room();
    void player.play("r", 25_000, 0);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual([
      [0, 10_000],
      [10_000, 20_000],
    ]);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(player.get()).toMatchObject({ recordingId: "r", state: "playing" });
    expect(Math.round(player.get().ms / 100)).toBe(120);
    expect(asked.at(-1)).toEqual([20_000, 25_000]);
    expect(heard.map((at) => Math.round(at))).toEqual([50, 10_050, 20_050]);
    await vi.advanceTimersByTimeAsync(14_000);
    expect(player.get()).toMatchObject({ state: "idle", ms: 0 });
  });

  it("seeks to any place and forgets what it was about to play", async () => {
    const { player, asked, stopped } = room(500);
    void player.play("r", 60_000, 0);
    player.seek("r", 60_000, 42_000);
    await vi.advanceTimersByTimeAsync(600);
    expect(asked).toContainEqual([42_000, 52_000]);
    expect(player.get().ms).toBeGreaterThanOrEqual(42_000);
    player.pause();
    expect(stopped).toHaveBeenCalledTimes(1);
    expect(player.get().state).toBe("idle");
    player.seek("r", 60_000, 99_000);
    expect(player.get()).toMatchObject({ ms: 60_000, state: "idle" });
  });

  it("says when a piece does not come", async () => {
    const player = new Playback(() => Promise.reject({ type: "NotFound", message: "", reference: "" }), { now: () => 0, wake: () => undefined, play: () => () => undefined });
    await player.play("r", 5000, 0);
    expect(player.get()).toMatchObject({ state: "idle", failure: { type: "NotFound" } });
  });
});

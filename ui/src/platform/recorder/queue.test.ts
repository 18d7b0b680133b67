import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WireFailure } from "@api/bindings";
import { newId } from "./id";
import { SoundQueue, type Step } from "./queue";

const failure = (type: WireFailure["type"]): WireFailure => ({ type, message: "", reference: "" });
const sound = (number: number): Step => ({ kind: "sound", number, first_frame: number * 16_000, data: `${number}` });
const START: Step = { kind: "start", visit_id: "v", channels: 1, name: "" };
const kinds = (steps: [string, Step][]) => steps.map(([, step]) => (step.kind === "sound" ? step.number : step.kind));

/** One computer: its journal, the locks between its windows, and the server that they all reach. */
function computer() {
  const entries = new Map<string, unknown>();
  const holders = new Map<string, Promise<void>>();
  const arrived: [string, Step][] = [];
  const refuse: { next: WireFailure | null; only: (step: Step) => boolean; full: boolean } = { next: null, only: () => true, full: false };
  const detached: string[] = [];
  const window = (user = "u") =>
    new SoundQueue(user, {
      send: async (id, step) => {
        if (refuse.next && refuse.only(step)) throw refuse.next;
        arrived.push([id, step]);
      },
      journal: {
        write: async (name, value) => {
          if (refuse.full) throw new Error("full");
          entries.set(name, value);
        },
        read: async <T>(name: string) => (entries.get(name) as T) ?? null,
        remove: async (name) => void entries.delete(name),
        names: async (prefix) => [...entries.keys()].filter((name) => name.startsWith(prefix)),
      },
      hold: (id, done) => {
        const before = holders.get(id) ?? Promise.resolve();
        holders.set(id, before.then(() => done));
        return before;
      },
      detached: (id) => detached.push(id),
      added: () => undefined,
      sent: () => undefined,
    });
  return { entries, arrived, refuse, detached, window, closeAll: () => holders.clear() };
}

describe("AUD-2 sound on its way to the server", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  /** A window that records while the server is away: its start and a second of sound wait. */
  const away = async () => {
    const here = computer();
    const queue = here.window();
    here.refuse.next = failure("Unavailable");
    queue.add("r", START);
    queue.add("r", sound(0), 1000);
    await settle();
    return { here, queue };
  };

  it("keeps every step before it sends it, and forgets it afterwards", async () => {
    const { here, queue } = await away();
    expect(here.entries.size).toBe(2);
    expect(queue.get().waiting["r"]).toMatchObject({ ms: 1000, failure: { type: "Unavailable" } });
    here.refuse.next = null;
    queue.retry();
    await settle();
    expect(kinds(here.arrived)).toEqual(["start", 0]);
    expect(here.entries.size).toBe(0);
    expect(queue.get().waiting).toEqual({});
    expect(queue.unsent()).toBe(0);
  });

  it("tries again after 1, 2, 4, 8 and then every 15 seconds, in order, and loses nothing", async () => {
    const here = computer();
    const queue = here.window();
    here.refuse.next = failure("Unavailable");
    queue.add("r", START);
    for (let number = 0; number < 5; number += 1) queue.add("r", sound(number), 1000);
    queue.add("r", { kind: "stop" });
    let tries = 0;
    const send = vi.spyOn(here.arrived, "push");
    for (const wait of [1000, 2000, 4000, 8000, 15_000, 15_000]) {
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(send).toHaveBeenCalledTimes(0);
      await vi.advanceTimersByTimeAsync(1);
      tries += 1;
    }
    expect(tries).toBe(6);
    here.refuse.next = null;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(kinds(here.arrived)).toEqual(["start", 0, 1, 2, 3, 4, "stop"]);
  });

  it("finds what a closed window left behind, and sends the rest of it once", async () => {
    const here = computer();
    const first = here.window();
    first.add("r", START);
    first.add("r", sound(0), 1000);
    await settle();
    here.refuse.next = failure("Unavailable");
    first.add("r", sound(1), 1000);
    first.add("r", sound(2), 400);
    await settle();
    here.closeAll();
    const second = here.window();
    await second.recover();
    await settle();
    expect(second.get().waiting["r"]).toMatchObject({ ms: 1400 });
    here.refuse.next = null;
    second.retry();
    await settle();
    expect(kinds(here.arrived)).toEqual(["start", 0, 1, 2]);
    expect(here.entries.size).toBe(0);
    await here.window("somebody else").recover();
    expect(here.arrived).toHaveLength(4);
  });

  it("is idle only when what a closed window left behind is sent, also while that is still looked for", async () => {
    const { here } = await away();
    here.closeAll();
    const second = here.window();
    const idle = vi.fn();
    void second.recover();
    void second.idle("r").then(idle);
    await settle();
    expect(idle).not.toHaveBeenCalled();
    here.refuse.next = null;
    second.retry();
    await settle();
    expect(idle).toHaveBeenCalledOnce();
    expect(kinds(here.arrived)).toEqual(["start", 0]);
  });

  it("tells where the sound ends that a closed window left behind, and nothing when all is sent", async () => {
    const here = computer();
    const first = here.window();
    first.add("r", START);
    await settle();
    here.refuse.next = failure("Unavailable");
    first.add("r", { ...sound(0), data: btoa("\0".repeat(64_000)) } as Step, 1000);
    first.add("r", { ...sound(1), data: btoa("\0".repeat(8000)) } as Step, 125);
    await settle();
    here.closeAll();
    expect(await here.window().end("r", 2)).toEqual({ number: 2, frame: 18_000, paused: false });
    first.add("r", { kind: "mark", at_ms: 1125, mark: "paused" });
    await settle();
    here.closeAll();
    const second = here.window();
    expect(await second.end("r", 2)).toMatchObject({ number: 2, paused: true });
    here.refuse.next = null;
    second.retry();
    await second.idle("r");
    expect(await second.end("r", 2)).toBeNull();
  });

  it("leaves a recording to the window that holds it, and takes it when that one is gone", async () => {
    const { here, queue: first } = await away();
    const second = here.window();
    await second.recover();
    await settle();
    expect(second.get().waiting).toEqual({});
    here.refuse.next = null;
    first.add("r", { kind: "stop" });
    first.retry();
    await settle();
    expect(kinds(here.arrived)).toEqual(["start", 0, "stop"]);
    expect(second.get().waiting).toEqual({});
  });

  it("goes on from memory when this computer keeps nothing, and says so", async () => {
    const here = computer();
    const queue = here.window();
    here.refuse.full = true;
    queue.add("r", START);
    queue.add("r", sound(0), 1000);
    await settle();
    expect(queue.get().inMemory).toBe(true);
    expect(kinds(here.arrived)).toEqual(["start", 0]);
  });

  it("AUD-11 begins without a visit when the visit takes no recording any more", async () => {
    const here = computer();
    const queue = here.window();
    here.refuse.next = failure("InvalidTransition");
    here.refuse.only = (step) => step.kind === "start" && step.visit_id !== null;
    queue.add("r", START);
    queue.add("r", sound(0), 1000);
    await settle();
    expect(here.detached).toEqual(["r"]);
    expect(here.arrived.map(([, step]) => step)).toEqual([{ ...START, visit_id: null }, sound(0)]);
  });

  it("lets go of a mark that is refused, and of the sound of a recording that was discarded", async () => {
    const here = computer();
    const queue = here.window();
    queue.add("r", START);
    await settle();
    here.refuse.next = failure("InvalidTransition");
    queue.add("r", { kind: "mark", at_ms: 5, mark: "marker" });
    queue.add("r", sound(0), 1000);
    queue.add("r", sound(1), 1000);
    await settle();
    expect(here.entries.size).toBe(0);
    here.refuse.next = null;
    queue.add("r", { kind: "stop" });
    await queue.idle("r");
    expect(kinds(here.arrived)).toEqual(["start", "stop"]);
  });

  it("makes identifiers of version 7 that sort by time", () => {
    const zero = new Uint8Array(16);
    expect(newId(0x0199_8877_6655, zero)).toBe("01998877-6655-7000-8000-000000000000");
    expect(newId(2000, zero) > newId(1000, zero)).toBe(true);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RecorderError, type Listener, type Recorder, type Step, type Take } from "@platform/recorder";
import { RecordingStore } from "./recording";

const SUBJECT = { visitId: "v", patientName: "N" };
const CONSENT = { kind: "consent", patient_id: "p", visit_id: "v", decision: "given" } as const;

/** A microphone that a test speaks into. */
class Microphone implements Recorder {
  readonly keeps = false;
  takes: Take[] = [];
  listener: Listener | null = null;
  problem: RecorderError | null = null;
  /** Handed over when it pauses or stops. */
  rest = 0;
  /** Channels that it has. */
  given = 1;
  #number = 0;
  #frame = 0;
  devices = async () => [];
  ready = async () => "ready" as const;
  start = async (take: Take, listener: Listener) => {
    if (this.problem) throw this.problem;
    this.takes.push(take);
    this.#number = take.from.number;
    this.#frame = take.from.frame;
    this.listener = listener;
    return { name: "Desk microphone", channels: take.exact ? take.channels : (Math.min(take.channels, this.given) as 1 | 2) };
  };
  speak(frames = 16_000, level = 0.5): void {
    this.listener?.onLevel(level, this.#frame + frames);
    this.listener?.onPiece({ number: this.#number, first_frame: this.#frame, frames, bytes: new Uint8Array(2) });
    this.#number += 1;
    this.#frame += frames;
  }
  pause = async () => {
    if (this.rest > 0) this.speak(this.rest);
    this.rest = 0;
  };
  resume = async () => undefined;
  stop = () => this.pause();
}

function desk(free = true, wanted: 1 | 2 = 1) {
  const microphone = new Microphone();
  const steps: Step[] = [];
  const said: string[] = [];
  const released = vi.fn();
  const store = new RecordingStore({
    recorder: microphone,
    queue: { add: (_, step) => void steps.push(step) },
    device: () => null,
    channels: () => wanted,
    claim: async () => (free ? released : null),
    say: (words) => void said.push(words),
    now: () => Date.now(),
  });
  const short = () => steps.map((step) => (step.kind === "sound" ? `${step.number}@${step.first_frame}` : step.kind === "mark" ? `${step.mark}@${step.at_ms}` : step.kind));
  return { microphone, steps, said, released, store, short };
}

describe("AUD-2 the recording of this window", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("sends consent, start, sound and marks in the order in which they happened, without the pauses", async () => {
    const { microphone, store, short, said, steps } = desk();
    expect(await store.start(SUBJECT, CONSENT)).toBe(true);
    microphone.speak();
    microphone.rest = 8000;
    await store.pause();
    expect(store.get().live?.phase).toBe("paused");
    await store.resume();
    microphone.speak();
    store.marker();
    microphone.rest = 128;
    await store.stop();
    expect(short()).toEqual(["consent", "start", "0@0", "1@16000", "paused@1500", "resumed@1500", "2@24000", "marker@2500", "3@40000", "stop"]);
    expect(steps[1]).toMatchObject({ visit_id: "v", name: "Desk microphone", channels: 1 });
    expect(said).toEqual(["recording.said.started", "recording.said.paused", "recording.said.resumed", "recording.said.marked", "recording.said.stopped"]);
    expect(store.get().live).toBeNull();
  });

  it("records one at a time, and says when another window does", async () => {
    const { store, short } = desk();
    await store.start(SUBJECT);
    expect(await store.start({ visitId: "w", patientName: "M" })).toBe(false);
    expect(store.get().live?.visitId).toBe("v");
    expect(short()).toEqual(["start"]);
    const other = desk(false);
    expect(await other.store.start(SUBJECT)).toBe(false);
    expect(other.store.get()).toMatchObject({ live: null, trouble: "elsewhere" });
    expect(other.steps).toEqual([]);
  });

  it("says why there is no microphone, keeps the consent and begins nothing", async () => {
    const { microphone, store, short, released } = desk();
    microphone.problem = new RecorderError("denied");
    expect(await store.start(SUBJECT, CONSENT)).toBe(false);
    expect(store.get()).toMatchObject({ live: null, trouble: "denied" });
    expect(short()).toEqual(["consent"]);
    expect(store.agreed("v")).toBe(true);
    expect(released).toHaveBeenCalledOnce();
    microphone.problem = null;
    expect(await store.start(SUBJECT)).toBe(true);
    expect(store.get().trouble).toBeNull();
  });

  it("hears nothing after eight seconds of silence, and hears again", async () => {
    const { microphone, store } = desk();
    await store.start(SUBJECT);
    microphone.speak();
    for (let second = 0; second < 7; second += 1) microphone.speak(16_000, 0.001);
    expect(store.get().deaf).toBe(false);
    microphone.speak(16_000, 0.001);
    expect(store.get().deaf).toBe(true);
    microphone.speak(16_000, 0.2);
    expect(store.get().deaf).toBe(false);
    await vi.advanceTimersByTimeAsync(9000);
    expect(store.get().deaf).toBe(true);
  });

  it("waits for another microphone when one is pulled out, and goes on behind what it has", async () => {
    const { microphone, store, short } = desk();
    await store.start(SUBJECT);
    microphone.speak();
    microphone.rest = 4000;
    microphone.listener?.onProblem("lost");
    await vi.advanceTimersByTimeAsync(0);
    expect(store.get()).toMatchObject({ trouble: "lost", live: { phase: "paused" } });
    await store.resume();
    microphone.speak();
    expect(microphone.takes.map((take) => take.from)).toEqual([
      { number: 0, frame: 0 },
      { number: 2, frame: 20_000 },
    ]);
    expect(short()).toEqual(["start", "0@0", "1@16000", "gap@1250", "paused@1250", "resumed@1250", "2@20000"]);
  });

  it("marks a gap when the computer slept", async () => {
    const { microphone, store, short } = desk();
    await store.start(SUBJECT);
    await vi.advanceTimersByTimeAsync(1000);
    microphone.speak();
    await vi.advanceTimersByTimeAsync(600_000);
    microphone.speak();
    expect(short()).toEqual(["start", "0@0", "gap@1000", "1@16000"]);
  });

  it("ends what was forgotten before the server takes no more", async () => {
    const { microphone, store, short } = desk();
    await store.start(SUBJECT, null, { recordingId: "r", find: async () => ({ number: 43_189, frame: 43_189 * 16_000, channels: 1, paused: false }) });
    microphone.speak();
    await vi.advanceTimersByTimeAsync(0);
    expect(short().at(-1)).toBe("stop");
    expect(store.get().live).toBeNull();
  });

  it("AUD-11 goes on with an interrupted recording, and keeps one whose visit was closed", async () => {
    const { microphone, store, short } = desk();
    await store.start(SUBJECT, null, { recordingId: "r", find: async () => ({ number: 7, frame: 100_000, channels: 1, paused: true }) });
    microphone.speak();
    expect(short()).toEqual(["gap@6250", "resumed@6250", "7@100000"]);
    store.detach("another");
    expect(store.get().live?.visitId).toBe("v");
    store.detach("r");
    expect(store.get().live).toMatchObject({ visitId: null, patientName: null, phase: "recording" });
  });

  it("says that it starts while the place of an interrupted recording is looked for, and begins nothing without one", async () => {
    const { store, short, released } = desk();
    const going = store.start(SUBJECT, null, { recordingId: "r", find: async () => null });
    expect(store.get().live).toMatchObject({ recordingId: "r", phase: "starting" });
    expect(await going).toBe(false);
    await expect(store.start(SUBJECT, null, { recordingId: "r", find: () => Promise.reject(new Error("away")) })).rejects.toThrow("away");
    expect(store.get().live).toBeNull();
    expect(short()).toEqual([]);
    expect(released).toHaveBeenCalledTimes(2);
  });
});

describe("AUD-2 two microphones", () => {
  it("keeps channels apart only where the microphone has two, and goes on with as many", async () => {
    for (const [wanted, given, kept] of [[1, 2, 1], [2, 1, 1], [2, 2, 2]] as const) {
      const { microphone, store, steps } = desk(true, wanted);
      microphone.given = given;
      await store.start(SUBJECT);
      expect(steps.find((step) => step.kind === "start")).toMatchObject({ channels: kept });
      expect(microphone.takes.at(-1)).toMatchObject({ channels: wanted, exact: false });
      // Another microphone in the middle.
      microphone.given = 1;
      await store.change();
      expect(microphone.takes.at(-1)).toMatchObject({ channels: kept, exact: true });
      await store.stop();
    }
  });

  it("goes on with the channels of an interrupted recording", async () => {
    const { microphone, store } = desk(true, 1);
    await store.start(SUBJECT, null, { recordingId: "r", find: async () => ({ number: 3, frame: 48_000, channels: 2, paused: false }) });
    expect(microphone.takes.at(-1)).toMatchObject({ channels: 2, exact: true });
    await store.stop();
  });
});

/** The one recording of this window: it belongs to a visit, not to a screen, and goes on wherever the person goes. */
import type { WireFailure } from "@api/bindings";
import { newId, RATE, RecorderError, type Problem, type Recorder, type SoundQueue, type Step } from "@platform/recorder";
import { toBase64 } from "@platform/files";
import type { MessageId } from "@shared/i18n";
import { Store } from "@shared/store";

/** Quieter than this is not a voice, of full scale. */
const AUDIBLE = 0.004;
const DEAF_MS = 8000;
/** So much longer than its sound may a piece take to come before it is told as a gap. */
const GAP_MS = 3000;

/** The server keeps twelve hours; a recording that was forgotten ends a moment before. */
const LONGEST = 12 * 3600 * RATE - 10 * RATE;

export type Subject = { visitId: string | null; patientName: string | null };
export type Phase = "starting" | "recording" | "paused" | "stopping";
export type Live = Subject & { recordingId: string; phase: Phase };
/** `elsewhere`: another window of this browser records. */
export type Trouble = Problem | "elsewhere";
export type RecordingState = {
  live: Live | null;
  trouble: Trouble | null;
  /** For a while there was no sound at all. */
  deaf: boolean;
};
/** Where an interrupted recording goes on. */
export type Place = { number: number; frame: number; channels: 1 | 2; paused: boolean };
/** An interrupted recording; its place may take a while to find, and there is none when it was stopped meanwhile. */
export type Continued = { recordingId: string; find: () => Promise<Place | null> };

export type Ports = {
  recorder: Recorder;
  queue: Pick<SoundQueue, "add">;
  device: () => string | null;
  /** How many channels a new recording is to keep apart, where the microphone gives as many. */
  channels: () => 1 | 2;
  /** Reserves the microphone for this window; null when another one has it. */
  claim: () => Promise<(() => void) | null>;
  say: (words: MessageId) => void;
  /** Told when sound has to wait before it is kept, and when it is kept again. */
  kept?: (recordingId: string, failure: WireFailure | null) => void;
  now?: () => number;
};

export class RecordingStore extends Store<RecordingState> {
  /** Apart, because it changes ten times a second. */
  readonly meter = new Store({ level: 0, frames: 0 });
  readonly #ports: Ports;
  readonly #now: () => number;
  readonly #agreed = new Set<string>();
  #release: () => void = () => undefined;
  #next = { number: 0, frame: 0 };
  /** Channels of the recording; null before it has sound. */
  #channels: 1 | 2 | null = null;
  #heardFrame = 0;
  #levelAt = 0;
  #pieceAt = 0;
  #lost = false;
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(ports: Ports) {
    super({ live: null, trouble: null, deaf: false });
    this.#ports = ports;
    this.#now = ports.now ?? (() => performance.now());
  }

  #put(change: Partial<RecordingState>): void {
    this.update((now) => ({ ...now, ...change }));
  }

  #phase(phase: Phase): void {
    this.update((now) => (now.live ? { ...now, live: { ...now.live, phase } } : now));
  }

  #mark(mark: Extract<Step, { kind: "mark" }>["mark"], frame = this.#next.frame): void {
    const { live } = this.get();
    if (live) this.#ports.queue.add(live.recordingId, { kind: "mark", at_ms: Math.floor((frame * 1000) / RATE), mark });
  }

  /** Whether the patient agreed in this window; the server may not know yet. */
  agreed(visitId: string): boolean {
    return this.#agreed.has(visitId);
  }

  forgetConsent(visitId: string): void {
    this.#agreed.delete(visitId);
  }

  /** Begins a recording; the consent goes ahead of it. True when the microphone listens. */
  async start(subject: Subject, consent: Extract<Step, { kind: "consent" }> | null = null, on: Continued | null = null): Promise<boolean> {
    if (this.get().live) return false;
    const recordingId = on?.recordingId ?? newId();
    this.#put({ live: { ...subject, recordingId, phase: "starting" }, trouble: null, deaf: false });
    if (consent) {
      this.#agreed.add(consent.visit_id);
      this.#ports.queue.add(recordingId, consent);
    }
    const release = await this.#ports.claim();
    if (!release) {
      this.#put({ live: null, trouble: "elsewhere" });
      return false;
    }
    this.#release = release;
    const place = await on?.find().catch((error: unknown) => {
      this.#end();
      throw error;
    });
    this.#next = { number: place?.number ?? 0, frame: place?.frame ?? 0 };
    this.#channels = place?.channels ?? null;
    const name = place === null ? null : await this.#listen();
    if (name === null) {
      this.#end();
      return false;
    }
    if (place) {
      this.#mark("gap");
      if (place.paused) this.#mark("resumed");
    } else this.#ports.queue.add(recordingId, { kind: "start", visit_id: subject.visitId, channels: this.#channels ?? 1, name: name.slice(0, 200) });
    this.#phase("recording");
    this.#ports.say("recording.said.started");
    return true;
  }

  /** Opens the microphone; null, with the trouble told, when there is none. */
  async #listen(): Promise<string | null> {
    this.#lost = false;
    this.#heardFrame = this.#next.frame;
    this.#levelAt = this.#pieceAt = this.#now();
    this.meter.set({ level: 0, frames: this.#next.frame });
    try {
      const take = { recordingId: this.get().live?.recordingId ?? "", device: this.#ports.device(), channels: this.#channels ?? this.#ports.channels(), exact: this.#channels !== null, from: this.#next };
      const opened = await this.#ports.recorder.start(take, {
        onPiece: (piece) => this.#piece(piece),
        onLevel: (level, frames) => this.#level(level, frames),
        onProblem: (problem) => void this.#lose(problem),
        onGap: (at_ms) => this.#mark("gap", Math.floor((at_ms * RATE) / 1000)),
        onKept: (failure) => this.#ports.kept?.(this.get().live?.recordingId ?? "", failure),
      });
      clearInterval(this.#watch);
      this.#watch = setInterval(() => this.#level(0, this.meter.get().frames, false), 1000);
      this.#channels = opened.channels;
      return opened.name;
    } catch (error) {
      this.#put({ trouble: error instanceof RecorderError ? error.problem : "failed" });
      return null;
    }
  }

  #piece({ number, first_frame, frames, bytes }: { number: number; first_frame: number; frames: number; bytes: Uint8Array }): void {
    const { live } = this.get();
    if (!live) return;
    const late = this.#now() - this.#pieceAt - (frames * 1000) / RATE;
    if (live.phase === "recording" && late > GAP_MS) this.#mark("gap", first_frame);
    this.#pieceAt = this.#now();
    this.#next = { number: number + 1, frame: first_frame + frames };
    // The desktop's core keeps what it hears by itself.
    if (this.#ports.recorder.keeps) return;
    this.#ports.queue.add(live.recordingId, { kind: "sound", number, first_frame, data: toBase64(bytes) }, Math.ceil((frames * 1000) / RATE));
    if (this.#next.frame >= LONGEST) void this.stop();
  }

  /** Also told by the clock, for a microphone that says nothing at all. */
  #level(level: number, frames: number, heard = true): void {
    if (this.get().live?.phase !== "recording") return;
    if (heard) {
      this.#levelAt = this.#now();
      this.meter.set({ level, frames });
    }
    if (level > AUDIBLE) this.#heardFrame = frames;
    const deaf = ((frames - this.#heardFrame) * 1000) / RATE >= DEAF_MS || this.#now() - this.#levelAt >= DEAF_MS;
    if (deaf !== this.get().deaf) this.#put({ deaf });
  }

  /** The microphone went away: what there was is kept, and the recording waits for another one. */
  async #lose(problem: Problem): Promise<void> {
    if (this.#lost || this.get().live?.phase !== "recording") return;
    this.#lost = true;
    this.#phase("paused");
    this.#put({ trouble: problem, deaf: false });
    await this.#ports.recorder.stop();
    this.#mark("gap");
    this.#mark("paused");
    this.#ports.say("recording.said.lost");
  }

  async pause(): Promise<void> {
    if (this.get().live?.phase !== "recording") return;
    // What is said from now on is private: nothing of it is shown as heard, and nothing kept.
    this.#phase("paused");
    this.#put({ deaf: false });
    await this.#ports.recorder.pause();
    this.#mark("paused");
    this.meter.set({ level: 0, frames: this.#next.frame });
    this.#ports.say("recording.said.paused");
  }

  async resume(): Promise<void> {
    if (this.get().live?.phase !== "paused") return;
    this.#put({ trouble: null });
    if (this.#lost) {
      this.#phase("starting");
      const name = await this.#listen();
      if (name === null) {
        this.#lost = true;
        this.#phase("paused");
        return;
      }
    } else {
      this.#heardFrame = this.#next.frame;
      this.#levelAt = this.#pieceAt = this.#now();
      await this.#ports.recorder.resume();
    }
    this.#mark("resumed");
    this.#phase("recording");
    this.#ports.say("recording.said.resumed");
  }

  /** Another microphone, for one that hears nothing. */
  async change(): Promise<void> {
    if (this.get().live?.phase !== "recording") return;
    this.#phase("starting");
    await this.#ports.recorder.stop();
    const name = await this.#listen();
    this.#lost = name === null;
    if (name === null) this.#mark("paused");
    this.#phase(name === null ? "paused" : "recording");
    this.#put({ deaf: false });
  }

  toggle(): void {
    void (this.get().live?.phase === "paused" ? this.resume() : this.pause());
  }

  /** A place that somebody wants to find again. */
  marker(): void {
    if (this.get().live?.phase !== "recording") return;
    this.#mark("marker", Math.max(this.meter.get().frames, this.#next.frame));
    this.#ports.say("recording.said.marked");
  }

  async stop(): Promise<void> {
    const { live } = this.get();
    if (!live || live.phase === "starting" || live.phase === "stopping") return;
    this.#phase("stopping");
    if (!this.#lost) await this.#ports.recorder.stop();
    this.#ports.queue.add(live.recordingId, { kind: "stop" });
    this.#end();
    this.#ports.say("recording.said.stopped");
  }

  #end(): void {
    clearInterval(this.#watch);
    this.#release();
    this.#release = () => undefined;
    this.#put({ live: null, deaf: false });
    this.meter.set({ level: 0, frames: 0 });
  }

  /** Whether no other window of this browser records. */
  async alone(): Promise<boolean> {
    if (this.get().live) return true;
    const release = await this.#ports.claim();
    release?.();
    return release !== null;
  }

  /** The visit takes no recording any more; the sound waits without one. */
  detach(recordingId: string): void {
    this.update((now) => (now.live?.recordingId === recordingId ? { ...now, live: { ...now.live, visitId: null, patientName: null } } : now));
  }
}

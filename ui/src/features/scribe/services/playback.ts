/** Playing a recording piece by piece: the next one is fetched while one is heard, so that nothing waits for the whole. */
import type { Sound, WireFailure } from "@api/bindings";
import { call, toFailure } from "@api/query";
import { fromBase64 } from "@platform/files";
import { speaker, type Samples, type Speaker } from "@platform/speaker";
import { Store } from "@shared/store";

const PIECE_MS = 10_000;
/** A little ahead, so that the first sound is not cut. */
const LEAD = 0.05;

export type Playing = { recordingId: string | null; ms: number; state: "idle" | "loading" | "playing"; failure: WireFailure | null };
type Piece = (recordingId: string, from: number, to: number) => Promise<Sound>;

/** Interleaved little-endian samples of 16 bits, one array for each channel. */
export function samplesOf({ data, rate, channels }: Sound): Samples {
  const bytes = fromBase64(data);
  const view = new DataView(bytes.buffer);
  const frames = Math.floor(bytes.length / 2 / channels);
  const apart = Array.from({ length: channels }, (_, channel) => Float32Array.from({ length: frames }, (_, frame) => view.getInt16((frame * channels + channel) * 2, true) / 32_768));
  return { rate, channels: apart };
}

export class Playback extends Store<Playing> {
  readonly #piece: Piece;
  readonly #speaker: Speaker;
  /** Changes with every order, so that what was asked for before is not heard after it. */
  #turn = 0;
  #stops: (() => void)[] = [];
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(piece: Piece, speaker: Speaker) {
    super({ recordingId: null, ms: 0, state: "idle", failure: null });
    this.#piece = piece;
    this.#speaker = speaker;
  }

  #quiet(): void {
    this.#turn += 1;
    clearInterval(this.#ticking);
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** Plays from a place on; at the end it goes back to the beginning. */
  async play(recordingId: string, durationMs: number, from: number): Promise<void> {
    this.#quiet();
    this.#speaker.wake();
    const turn = this.#turn;
    const first = from >= durationMs - 50 ? 0 : Math.max(0, Math.floor(from));
    this.set({ recordingId, ms: first, state: "loading", failure: null });
    try {
      await this.#run(turn, recordingId, first, durationMs);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#quiet();
      this.update((now) => ({ ...now, state: "idle", failure: toFailure(error) }));
    }
  }

  async #run(turn: number, recordingId: string, first: number, durationMs: number): Promise<void> {
    // The second at which the recording's first millisecond would have been heard.
    let origin: number | null = null;
    for (let at = first; at < durationMs; at += PIECE_MS) {
      const sound = samplesOf(await this.#piece(recordingId, at, Math.min(at + PIECE_MS, durationMs)));
      if (turn !== this.#turn) return;
      // The first one, or one that came too late: the rest is heard later by as much.
      if (origin === null || this.#speaker.now() > origin + at / 1000) origin = this.#speaker.now() + LEAD - at / 1000;
      this.#stops.push(this.#speaker.play(sound, origin + at / 1000));
      this.#tick(origin, durationMs);
      await this.#until(origin + at / 1000);
      if (turn !== this.#turn) return;
    }
    if (origin !== null) await this.#until(origin + durationMs / 1000);
    if (turn !== this.#turn) return;
    this.#quiet();
    this.update((now) => ({ ...now, ms: 0, state: "idle" }));
  }

  #tick(origin: number, durationMs: number): void {
    clearInterval(this.#ticking);
    const tell = () => {
      const ms = Math.max(0, Math.min(durationMs, (this.#speaker.now() - origin) * 1000));
      this.update((now) => ({ ...now, ms, state: "playing" }));
    };
    this.#ticking = setInterval(tell, 100);
    tell();
  }

  async #until(second: number): Promise<void> {
    for (let left = second - this.#speaker.now(); left > 0; left = second - this.#speaker.now()) await new Promise((resolve) => setTimeout(resolve, Math.max(20, left * 1000)));
  }

  pause(): void {
    this.#quiet();
    this.update((now) => ({ ...now, state: "idle" }));
  }

  /** Goes to a place, and on from there if it was playing. */
  seek(recordingId: string, durationMs: number, ms: number): void {
    const { state, recordingId: now } = this.get();
    const to = Math.max(0, Math.min(durationMs, Math.round(ms)));
    if (now === recordingId && state !== "idle") void this.play(recordingId, durationMs, to);
    else {
      this.#quiet();
      this.set({ recordingId, ms: to, state: "idle", failure: null });
    }
  }
}

export const playback = new Playback((recording_id, from_ms, to_ms) => call("getRecordingSound", { recording_id, from_ms, to_ms }), speaker);

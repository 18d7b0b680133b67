/** Reading a note aloud: sentences are heard one after the other while the next ones are still made. */
import type { Sound } from "@api/bindings";
import { stream, type Input, type Output, type Run } from "@api/query";
import { speaker, type Speaker } from "@platform/speaker";
import { Store } from "@shared/store";
import { samplesOf } from "./playback";

/** A little ahead, so that the first sound is not cut. */
const LEAD = 0.05;

type What = Input<"readAloud">;
type Open = (what: What, onSound: (sound: Sound) => void) => Run<Output<"readAloud">>;

/** The visit that is being read, if any. */
export class Reader extends Store<string | null> {
  readonly #open: Open;
  readonly #speaker: Speaker;
  #run: Run<unknown> | null = null;
  #stops: (() => void)[] = [];

  constructor(open: Open, speaker: Speaker) {
    super(null);
    this.#open = open;
    this.#speaker = speaker;
  }

  stop(): void {
    this.#run?.stop();
    this.#run = null;
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.set(null);
  }

  /** Reads until everything was heard or it is stopped; rejects with the failure. */
  async read(what: What): Promise<void> {
    this.stop();
    this.#speaker.wake();
    this.set(what.visit_id);
    // The second at which the first sentence would have begun; later by as much as a sentence came late.
    let origin: number | null = null;
    const hear = (sound: Sound) => {
      if (this.#run !== run) return;
      const at = sound.from_ms / 1000;
      if (origin === null || this.#speaker.now() > origin + at) origin = this.#speaker.now() + LEAD - at;
      this.#stops.push(this.#speaker.play(samplesOf(sound), origin + at));
    };
    const run: Run<Output<"readAloud">> = this.#open(what, (sound) => hear(sound));
    this.#run = run;
    try {
      const { duration_ms } = await run.result;
      const left = () => (origin ?? 0) + duration_ms / 1000 - this.#speaker.now();
      while (this.#run === run && left() > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(200, left() * 1000 + 1)));
    } catch (error) {
      // Who stopped it knows.
      if (this.#run === run) throw error;
    } finally {
      if (this.#run === run) this.stop();
    }
  }
}

export const reader = new Reader((what, onSound) => stream("readAloud", what, onSound), speaker);

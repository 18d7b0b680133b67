/** Cuts what a microphone gives into pieces of exactly one second; no browser is needed for it. */
import { RATE } from "./recorder";

const LEVEL_FRAMES = RATE / 10;

export type Cut = {
  onPiece: (samples: Int16Array<ArrayBuffer>) => void;
  /** The loudest value of about a tenth of a second, and the frames taken so far. */
  onLevel: (level: number, frames: number) => void;
};

/** A sample between -1 and 1 as a signed 16-bit number. */
function int16(value: number): number {
  const limited = Math.max(-1, Math.min(1, value));
  return Math.round(limited < 0 ? limited * 32_768 : limited * 32_767);
}

export class Cutter {
  readonly #channels: number;
  readonly #cut: Cut;
  #piece: Int16Array<ArrayBuffer>;
  /** Frames in the piece, frames in all, and frames since the last level. */
  #filled = 0;
  #frames = 0;
  #since = 0;
  #loudest = 0;

  constructor(channels: number, cut: Cut) {
    this.#channels = channels;
    this.#cut = cut;
    this.#piece = new Int16Array(RATE * channels);
  }

  /** Takes a block, one array for each channel; a microphone with fewer repeats its first. */
  push(block: readonly Float32Array[]): void {
    const first = block[0];
    if (!first) return;
    for (let frame = 0; frame < first.length; frame += 1) {
      for (let channel = 0; channel < this.#channels; channel += 1) {
        const value = (block[channel] ?? first)[frame] ?? 0;
        this.#piece[this.#filled * this.#channels + channel] = int16(value);
        this.#loudest = Math.max(this.#loudest, Math.abs(value));
      }
      this.#filled += 1;
      this.#frames += 1;
      this.#since += 1;
      if (this.#filled === RATE) this.flush();
      if (this.#since === LEVEL_FRAMES) this.#level();
    }
  }

  #level(): void {
    this.#cut.onLevel(Math.min(1, this.#loudest), this.#frames);
    this.#since = 0;
    this.#loudest = 0;
  }

  /** Hands over what there is, however short. */
  flush(): void {
    if (this.#filled === 0) return;
    const samples = this.#piece.slice(0, this.#filled * this.#channels);
    this.#filled = 0;
    this.#cut.onPiece(samples);
  }
}

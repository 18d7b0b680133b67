/**
 * A sound that says at every moment where it is: a tone that climbs by a fixed step each fifth of a
 * second. What comes back from the server tells by its pitch which parts of it are there.
 */
import { RATE, wavFile } from "./wav";

const STEPS = 300;
/** Frames of a step, its pitch in Hz, and how much higher the next one is. */
const STEP = RATE / 5;
const LOWEST = 300;
const CLIMB = 20;

/** The sound as a file, a minute long, every other step quieter. */
export function toneFile(): string {
  const data = Buffer.alloc(STEPS * STEP * 2);
  let phase = 0;
  for (let frame = 0; frame < STEPS * STEP; frame += 1) {
    const step = Math.floor(frame / STEP);
    phase += (2 * Math.PI * (LOWEST + CLIMB * step)) / RATE;
    data.writeInt16LE(Math.round(Math.sin(phase) * 32_767 * (step % 2 === 0 ? 0.6 : 0.2)), frame * 2);
  }
  return wavFile("tones.wav", data);
}

/** The pitch around a frame, from where the sound crosses zero upwards; NaN where it is silent. */
function pitch(samples: Int16Array, from: number, to: number): number {
  const crossings: number[] = [];
  for (let at = from + 1; at < to; at += 1) {
    const before = samples[at - 1] ?? 0;
    const after = samples[at] ?? 0;
    if (before < 0 && after >= 0) crossings.push(at - after / (after - before));
  }
  const first = crossings[0];
  const last = crossings.at(-1);
  if (first === undefined || last === undefined || crossings.length < 5) return Number.NaN;
  return ((crossings.length - 1) * RATE) / (last - first);
}

const WINDOW = RATE / 20;

/** Which steps are heard between two frames, one after the other; the window lies within a step. */
export function stepsOf(samples: Int16Array, from = 0, to = samples.length): number[] {
  let best: { steps: number[]; off: number } = { steps: [], off: Infinity };
  // Nobody knows within which step it was begun to listen: the best place to look is where pitches are cleanest.
  for (let shift = 0; shift < STEP; shift += WINDOW / 4) {
    const found: number[] = [];
    let off = 0;
    for (let at = from + shift; at + WINDOW <= to; at += STEP) {
      const step = (pitch(samples, at, at + WINDOW) - LOWEST) / CLIMB;
      // A zero may come out as a negative one.
      found.push(Math.round(step) + 0);
      off += Number.isNaN(step) ? 1 : Math.abs(step - Math.round(step));
    }
    if (off / found.length < best.off) best = { steps: found, off: off / found.length };
  }
  return best.steps;
}

import { describe, expect, it } from "vitest";
import { Cutter } from "./cut";

function run(channels: number, blocks: Float32Array[][], flush = true) {
  const pieces: Int16Array[] = [];
  const levels: [number, number][] = [];
  const cutter = new Cutter(channels, { onPiece: (samples) => pieces.push(samples), onLevel: (level, frames) => levels.push([level, frames]) });
  for (const block of blocks) cutter.push(block);
  if (flush) cutter.flush();
  return { pieces, levels };
}
/** Blocks of 128 frames, as a browser gives them, counting upwards in steps that survive rounding. */
function ramp(frames: number): { blocks: Float32Array[][]; samples: number[] } {
  const samples = Array.from({ length: frames }, (_, at) => at % 1000);
  const blocks: Float32Array[][] = [];
  for (let at = 0; at < frames; at += 128) blocks.push([Float32Array.from(samples.slice(at, at + 128), (value) => value / 32_767)]);
  return { blocks, samples };
}

describe("AUD-2 the sound of a microphone in pieces", () => {
  it("cuts whole seconds and what is left, and loses and moves nothing", () => {
    const { blocks, samples } = ramp(40_000);
    const { pieces } = run(1, blocks);
    expect(pieces.map((piece) => piece.length)).toEqual([16_000, 16_000, 8000]);
    expect(pieces.flatMap((piece) => [...piece])).toEqual(samples);
  });

  it("hands over no empty piece", () => {
    expect(run(1, []).pieces).toEqual([]);
    expect(run(1, ramp(16_000).blocks).pieces.map((piece) => piece.length)).toEqual([16_000]);
  });

  it("keeps channels apart, and repeats the only one where two are wanted", () => {
    const left = Float32Array.of(0.5, -0.5);
    const right = Float32Array.of(0.25, -0.25);
    expect([...(run(2, [[left, right]]).pieces[0] ?? [])]).toEqual([16_384, 8192, -16_384, -8192]);
    expect([...(run(2, [[left]]).pieces[0] ?? [])]).toEqual([16_384, 16_384, -16_384, -16_384]);
  });

  it("limits what is too loud instead of wrapping it round", () => {
    expect([...(run(1, [[Float32Array.of(1, 3, -1, -3)]]).pieces[0] ?? [])]).toEqual([32_767, 32_767, -32_768, -32_768]);
  });

  it("tells the loudest value ten times a second", () => {
    const quiet = new Float32Array(1600).fill(0.01);
    const loud = new Float32Array(1600).fill(-0.5);
    const { levels } = run(1, [[quiet], [loud], [quiet], [new Float32Array(100)]]);
    expect(levels.map(([level, frames]) => [level.toFixed(2), frames])).toEqual([
      ["0.01", 1600],
      ["0.50", 3200],
      ["0.01", 4800],
    ]);
  });
});

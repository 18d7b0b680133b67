/** Two synthetic voices who talk with each other, as a file that Chromium plays as its microphone. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RATE, wavFile } from "./wav";

/** Seconds of silence between two who speak. */
const PAUSE = 0.8;

export type Said = { voice: "slt" | "rms"; text: string };

/** The samples of one who speaks, 16 kHz and 16 bits. */
function spoken({ voice, text }: Said, folder: string): Buffer {
  const path = join(folder, "said.wav");
  execFileSync("flite", ["-voice", voice, "-t", text, "-o", path]);
  const file = readFileSync(path);
  if (file.readUInt32LE(24) !== RATE) throw new Error("The voice does not speak at 16 kHz.");
  return file.subarray(44);
}

/** The talk as a WAV file; Flite (Debian: `flite`) speaks it. */
export function talkFile(talk: readonly Said[]): { path: string; seconds: number } {
  const folder = mkdtempSync(join(tmpdir(), "praxis-talk-"));
  const pause = Buffer.alloc(RATE * PAUSE * 2);
  const data = Buffer.concat([pause, ...talk.flatMap((said) => [spoken(said, folder), pause])]);
  const path = wavFile("talk.wav", data);
  return { path, seconds: data.length / 2 / RATE };
}

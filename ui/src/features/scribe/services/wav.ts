/** A recording as a WAV file to keep. */
import type { Recording } from "@api/bindings";
import { call } from "@api/query";
import { fromBase64, saveFile, saveFrom } from "@platform/files";
import { RATE } from "@platform/recorder";
import { isDesktop } from "@platform/shell";
import { localDay } from "@shared/format";

const PIECE_MS = 10_000;

/** The first 44 bytes of a WAV file of 16-bit samples. */
export function header(channels: number, bytes: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(44));
  const word = (at: number, text: string) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, bytes + 36, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, bytes, true);
  return new Uint8Array(view.buffer);
}

/** Saves the sound. A server sends the file as it is read; the desktop app has none, and its page puts the pieces together. */
export async function saveSound({ recording_id, channels, duration_ms, started_at }: Recording): Promise<void> {
  const name = `recording-${localDay(new Date(started_at))}.wav`;
  if (!isDesktop) {
    saveFrom(name, `/v1/scribe/recordings/${recording_id}/audio`);
    return;
  }
  const pieces: Blob[] = [];
  let bytes = 0;
  for (let from_ms = 0; from_ms < duration_ms; from_ms += PIECE_MS) {
    const { data } = await call("getRecordingSound", { recording_id, from_ms, to_ms: from_ms + PIECE_MS });
    const piece = new Blob([fromBase64(data)]);
    pieces.push(piece);
    bytes += piece.size;
  }
  saveFile(name, "audio/wav", new Blob([header(channels, bytes), ...pieces]));
}

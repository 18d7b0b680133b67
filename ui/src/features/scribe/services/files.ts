/** Files of a conversation as the server wants them. */
import type { Input } from "@api/query";

type TranscriptFormat = NonNullable<Input<"importTranscript">["format"]>;
export type Conversation = { text: string; second_text: string | null; format: TranscriptFormat | null };

const FORMATS: Record<string, TranscriptFormat> = { txt: "plain", vtt: "webvtt", srt: "srt", textgrid: "textgrid", json: "json" };
export const ACCEPT = ".txt,.vtt,.srt,.TextGrid,.textgrid,.json,text/plain,text/vtt,application/json";

export function formatOf(name: string): TranscriptFormat | null {
  return FORMATS[name.split(".").pop()?.toLowerCase() ?? ""] ?? null;
}

/** One file, or a pair of TextGrids of which the doctor's comes first. Null when that is not what was given. */
export async function readConversation(files: readonly File[]): Promise<Conversation | null> {
  const known = files.filter((file) => formatOf(file.name) !== null);
  const first = known[0];
  if (!first) return null;
  const format = formatOf(first.name);
  if (known.length === 1) return { text: await first.text(), second_text: null, format };
  if (known.length > 2 || format !== "textgrid" || formatOf(known[1]?.name ?? "") !== "textgrid") return null;
  const doctors = (file: File) => /doctor|clinician|lekarz|physician|vet/i.test(file.name);
  const [one, two] = [...known].sort((a, b) => Number(doctors(b)) - Number(doctors(a)));
  return { text: await (one ?? first).text(), second_text: two ? await two.text() : null, format };
}

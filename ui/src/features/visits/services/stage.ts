/** How far a visit has come. Nothing of it is stored: it follows from what is there. */

export const STAGES = ["prepare", "record", "review", "sign"] as const;
export type Stage = (typeof STAGES)[number];

export type Seen = {
  /** Somebody records just now. */
  isRecording: boolean;
  /** There is sound of it. */
  hasSound: boolean;
  hasTranscript: boolean;
  /** The note has at least one sentence. */
  isWritten: boolean;
  /** Sentences that nobody agreed to yet, suggestions, and drafted parts that nobody took. */
  waiting: number;
};

export function stageOf({ isRecording, hasSound, hasTranscript, isWritten, waiting }: Seen): Stage {
  if (isRecording) return "record";
  if (!isWritten && !hasTranscript) return hasSound ? "record" : "prepare";
  return isWritten && waiting === 0 ? "sign" : "review";
}

/** The one call that sends its answer bit by bit. */
import { commands, type Draft, type DraftSentence } from "@api/bindings";
import { toFailure } from "@api/query";
import { Channel, stopStream } from "@api/transport";

export type Run = { result: Promise<Draft>; stop: () => void };

/** Drafts a note; rejects with a failure. */
export function generate(visitId: string, onSentence: (sentence: DraftSentence) => void): Run {
  const channel = new Channel<DraftSentence>();
  channel.onmessage = onSentence;
  const result = commands.generateSoap({ visit_id: visitId }, channel).then(
    (answer) => {
      if (answer.status === "error") throw answer.error;
      return answer.data;
    },
    (error: unknown) => {
      throw toFailure(error);
    },
  );
  return { result, stop: () => stopStream(channel) };
}

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ChatAnswer, WireFailure } from "@api/bindings";
import { invalidate, stream, type Run } from "@api/query";
import { translate } from "@shared/i18n";
import { announce } from "@shared/ui";
import { messagesOf, type Exchange } from "../services/chat";

export type Chat = {
  exchanges: readonly Exchange[];
  running: boolean;
  ask: (question: string) => void;
  /** Asks the last question once more. */
  again: () => void;
  stop: () => void;
  clear: () => void;
};

/** A conversation with the clinic's models; it lives as long as the page. */
export function useChat(): Chat {
  const client = useQueryClient();
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const run = useRef<Run<ChatAnswer> | null>(null);
  const drop = () => {
    const mine = run.current;
    run.current = null;
    mine?.stop();
  };
  useEffect(() => drop, []);

  const ask = (question: string, before: readonly Exchange[]) => {
    if (run.current) return;
    setExchanges([...before, { question, answer: "", provider: null, state: "asking", failure: null }]);
    announce(translate("ask.started"));
    const change = (part: (now: Exchange) => Partial<Exchange>) => setExchanges((now) => now.map((one, at) => (at === now.length - 1 ? { ...one, ...part(one) } : one)));
    const mine: Run<ChatAnswer> = stream("chatCompletion", { messages: messagesOf(before, question) }, ({ provider, text }) => {
      if (run.current === mine) change((now) => ({ provider, answer: now.answer + text }));
    });
    run.current = mine;
    const end = (part: Partial<Exchange>, words: string | null) => {
      if (run.current !== mine) return;
      run.current = null;
      change(() => part);
      // What became of each connection is kept, also when none answered.
      invalidate(client, ["models"]);
      if (words !== null) announce(words);
    };
    mine.result.then(
      ({ content, provider }) => end({ state: "answered", answer: content, provider }, translate("ask.ended", { name: provider })),
      (failure: WireFailure) => (failure.type === "Cancelled" ? end({ state: "stopped" }, translate("ask.stopped")) : end({ state: "failed", failure }, null)),
    );
  };
  const last = exchanges.at(-1);
  return {
    exchanges,
    running: last?.state === "asking",
    ask: (question) => ask(question, exchanges),
    again: () => last && ask(last.question, exchanges.slice(0, -1)),
    stop: () => run.current?.stop(),
    clear: () => {
      drop();
      setExchanges([]);
    },
  };
}

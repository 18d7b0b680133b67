import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { reading, toFailure } from "@api/query";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { useStore } from "@shared/store";
import { announce, notifyFailure } from "@shared/ui";
import { useDesk } from "../services/desk";
import { playback } from "../services/playback";
import { reader } from "../services/reading";

export type ReadAloud = {
  running: boolean;
  /** Why it cannot be used just now. */
  why: string | null;
  toggle: () => void;
};

/** Why nothing can be read aloud, as far as it is known here. */
function useSilence(isWritten: boolean): string | null {
  const { t } = useI18n();
  const can = useCan();
  const live = useStore(useDesk().recording).live;
  const engines = useQuery({ ...reading("listEngines", {}), enabled: can("recording:read") });
  if (!isWritten) return t("read_aloud.nothing");
  if (live?.phase === "recording") return t("read_aloud.recording");
  if (!engines.data) return null;
  const { voices, problem } = engines.data;
  if (voices.some((voice) => voice.blocked === null)) return null;
  if (problem !== null) return t("read_aloud.problem");
  const blocked = voices[0]?.blocked;
  return blocked ? t("read_aloud.blocked", { reason: t(`speech.problem.${blocked}`) }) : t("read_aloud.no_voice");
}

/** Reads a visit's note aloud, in the language of the screen; what is written is stored first. */
export function useReadAloud(visitId: string, isWritten: boolean, store: () => Promise<unknown>): ReadAloud {
  const { language } = useI18n();
  const silence = useSilence(isWritten);
  const running = useStore(reader) === visitId;
  const why = running ? null : silence;
  // Nothing of a patient is heard after their page.
  useEffect(() => () => reader.stop(), []);
  const toggle = () => {
    if (running) reader.stop();
    else if (why !== null) announce(why);
    else {
      playback.pause();
      void store()
        .then(() => reader.read({ visit_id: visitId, section: null, language }))
        .catch((error: unknown) => notifyFailure(toFailure(error)));
    }
  };
  return { running, why, toggle };
}

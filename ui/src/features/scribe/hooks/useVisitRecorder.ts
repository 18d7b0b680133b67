import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Consent, ConsentDecision, Recording, Visit } from "@api/bindings";
import { call, reading, useRun } from "@api/query";
import { useCommand } from "@shared/commands";
import { translate } from "@shared/i18n";
import { useCan, useMe } from "@shared/session";
import { useStore } from "@shared/store";
import { announce, notifyDone, notifyFailure } from "@shared/ui";
import { useUpload, type UploadState } from "@features/documents";
import { isCutOff, isOpen, lookAround } from "../services/cutoff";
import { useDesk } from "../services/desk";
import type { Live } from "../services/recording";
import { lookAgain, useCutOff } from "./useCutOff";
import { useGoOn } from "./useGoOn";

export type VisitRecorder = {
  /** The recording of this visit that is going on in this window. */
  live: Live | null;
  /** The same of another visit. */
  other: Live | null;
  consent: Consent | null;
  /** What the patient said holds for another recording. */
  mayRecord: boolean;
  items: Recording[];
  /** The one of this person that was cut off: it goes on before another one begins. */
  cutOff: Recording | null;
  /** Megabytes left where sound is kept, when they are few. */
  spaceLeft: number | null;
  /** The patient is asked: to begin, to bring in a file, or because the answer changed. */
  asking: "start" | "bring" | "change" | null;
  /** A sound file on its way in. */
  upload: UploadState;
  /** Whether it was asked to record here while another visit is being recorded. */
  guarding: boolean;
  press: () => void;
  /** Makes a recording of a sound file. */
  bring: (file: File) => void;
  stopUpload: () => void;
  change: () => void;
  decide: (decision: ConsentDecision) => void;
  dismiss: () => void;
  /** Stops the other recording and begins here. */
  switchHere: () => void;
};

/** While it is recorded, it is looked so often how much space is left. */
export const SPACE_MS = 30_000;

type Screen = {
  writable: boolean;
  /** Something has to be seen. */
  onAsk: () => void;
  /** The patient does not want to be recorded: the note is typed. */
  onRefused: () => void;
};

/** Recording a visit: consent first, one recording at a time, and never for the wrong patient. */
export function useVisitRecorder(visit: Visit, { writable, onAsk, onRefused }: Screen): VisitRecorder {
  const client = useQueryClient();
  const can = useCan();
  const { recording } = useDesk();
  const { live } = useStore(recording);
  const me = useMe();
  const goOn = useGoOn();
  const { visit_id, patient_id, patient_name } = visit;
  const query = reading("listVisitRecordings", { visit_id });
  // How much space is left is told by no event.
  const { data } = useQuery({ ...query, enabled: can("recording:read"), refetchInterval: (asked) => (live?.visitId === visit_id ? SPACE_MS : lookAgain(asked.state.data?.items)) });
  const items = useCutOff(data?.items);
  const answer = useRun("recordConsent");
  const [asking, setAsking] = useState<VisitRecorder["asking"]>(null);
  const [guarding, setGuarding] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const upload = useUpload((upload_id) => call("importRecording", { upload_id, visit_id }));
  const mine = live?.visitId === visit_id ? live : null;
  const other = live && !mine ? live : null;

  const start = (consent: Parameters<typeof recording.start>[1] = null) => {
    setAsking(null);
    void recording.start({ visitId: visit_id, patientName: patient_name }, consent).then((listening) => {
      if (!listening) onAsk();
    });
  };
  const ask = (why: NonNullable<VisitRecorder["asking"]>) => {
    setAsking(why);
    onAsk();
  };
  const known = async () => data ?? (await client.fetchQuery({ ...query, staleTime: 10_000 }).catch(() => null));
  const agreed = async () => (await known())?.may_record === true || recording.agreed(visit_id);
  const goesOn = (item: Recording) => item.interrupted && item.source === "microphone" && item.recorded_by === me.user.user_id;
  const begin = async () => {
    if (!writable) {
      notifyDone("recording.closed");
      return;
    }
    // Looked at once more: the key may be pressed as soon as the page is there.
    const open = (await known())?.items.filter(isOpen) ?? [];
    const around = open.length > 0 ? await lookAround() : null;
    const cutOff = around && open.find((item) => goesOn({ ...item, interrupted: isCutOff(item, around) }));
    if (cutOff) await goOn(cutOff);
    else if (await agreed()) start();
    else ask("start");
  };
  const bring = async (chosen: File) => {
    if (await agreed()) {
      await upload.send(chosen);
      return;
    }
    setFile(chosen);
    ask("bring");
  };
  const press = () => {
    if (mine) recording.toggle();
    else if (other) setGuarding(true);
    else if (!asking && document.querySelector("[aria-modal='true']") === null) void begin();
  };
  const decide = (decision: ConsentDecision) => {
    if (decision !== "refused" && asking === "start") {
      start({ kind: "consent", patient_id, visit_id, decision });
      return;
    }
    setAsking(null);
    setFile(null);
    const then = () => {
      if (decision !== "refused" && file) void upload.send(file);
    };
    answer.mutate({ patient_id, visit_id, purpose: "recording", decision }, { onSuccess: then, onError: notifyFailure });
    if (decision !== "refused") return;
    recording.forgetConsent(visit_id);
    if (mine) void recording.stop();
    announce(translate("consent.refused_said"));
    onRefused();
  };
  const switchHere = () => {
    setGuarding(false);
    void recording.stop().then(begin);
  };
  useCommand("record.toggle", press, can("recording:write"));
  return {
    live: mine,
    other,
    consent: data?.consent ?? null,
    mayRecord: data?.may_record ?? false,
    items,
    cutOff: items.find(goesOn) ?? null,
    spaceLeft: data?.space_left_mb ?? null,
    asking,
    guarding,
    upload: upload.state,
    press,
    bring: (chosen) => void bring(chosen),
    stopUpload: upload.stop,
    change: () => ask("change"),
    decide,
    dismiss: () => {
      setAsking(null);
      setFile(null);
      setGuarding(false);
    },
    switchHere,
  };
}

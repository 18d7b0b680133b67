import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Consent, ConsentDecision, Recording, Visit } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { useCommand } from "@shared/commands";
import { translate } from "@shared/i18n";
import { useCan } from "@shared/session";
import { useStore } from "@shared/store";
import { announce, notifyDone, notifyFailure } from "@shared/ui";
import { useDesk } from "../services/desk";
import type { Live } from "../services/recording";

export type VisitRecorder = {
  /** The recording of this visit that is going on in this window. */
  live: Live | null;
  /** The same of another visit. */
  other: Live | null;
  consent: Consent | null;
  items: Recording[];
  /** The patient is asked: to begin, or because the answer changed. */
  asking: "start" | "change" | null;
  /** Whether it was asked to record here while another visit is being recorded. */
  guarding: boolean;
  press: () => void;
  change: () => void;
  decide: (decision: ConsentDecision) => void;
  dismiss: () => void;
  /** Stops the other recording and begins here. */
  switchHere: () => void;
};

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
  const { visit_id, patient_id, patient_name } = visit;
  const query = reading("listVisitRecordings", { visit_id });
  const { data } = useQuery({ ...query, enabled: can("recording:read") });
  const answer = useRun("recordConsent");
  const [asking, setAsking] = useState<VisitRecorder["asking"]>(null);
  const [guarding, setGuarding] = useState(false);
  const mine = live?.visitId === visit_id ? live : null;
  const other = live && !mine ? live : null;

  const start = (consent: Parameters<typeof recording.start>[1] = null) => {
    setAsking(null);
    void recording.start({ visitId: visit_id, patientName: patient_name }, consent).then((listening) => {
      if (!listening) onAsk();
    });
  };
  const ask = (why: "start" | "change") => {
    setAsking(why);
    onAsk();
  };
  const begin = async () => {
    if (!writable) {
      notifyDone("recording.closed");
      return;
    }
    const known = data ?? (await client.fetchQuery({ ...query, staleTime: 10_000 }).catch(() => null));
    if (known?.may_record || recording.agreed(visit_id)) start();
    else ask("start");
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
    answer.mutate({ patient_id, visit_id, purpose: "recording", decision }, { onError: notifyFailure });
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
    items: data?.items ?? [],
    asking,
    guarding,
    press,
    change: () => ask("change"),
    decide,
    dismiss: () => {
      setAsking(null);
      setGuarding(false);
    },
    switchHere,
  };
}

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { VisitDetail } from "@api/bindings";
import { call, invalidate } from "@api/query";
import { readEntry, removeEntry, writeEntry } from "@platform/journal";
import { translate } from "@shared/i18n";
import { onFlush } from "@shared/saving";
import { expiredStore, useMe } from "@shared/session";
import { dropPending, setPending } from "@shared/status";
import { notifyDone } from "@shared/ui";
import { NoteStore } from "../services/noteStore";

/** Notes of visits that were left, by visit: each is tried until the server has it, or until it is opened again. */
const left = new Map<string, NoteStore>();

/** The note of a visit, saved by itself. */
export function useNote(detail: VisitDetail): NoteStore {
  const client = useQueryClient();
  const me = useMe();
  const { visit } = detail;
  const [store] = useState(
    () =>
      new NoteStore(`${me.user.user_id}/${visit.visit_id}`, detail.sections, {
        save: (section, version, sentences) => call("updateVisitSoap", { visit_id: visit.visit_id, section, version, sentences }),
        pending: (section, state) => setPending(`note/${visit.visit_id}/${section}`, `${visit.patient_name}, ${translate(`section.${section}`)}`, state),
        journal: { write: writeEntry, read: readEntry, remove: removeEntry },
      }),
  );
  useEffect(() => store.receive(detail.sections), [store, detail.sections]);
  const open = visit.allowed.includes("finalize");
  useEffect(() => {
    if (!open) return;
    void store.recover().then((sections) => {
      if (sections.length > 0) notifyDone("note.recovered");
    });
    // Once for each visit.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [store]);
  useEffect(() => {
    const earlier = left.get(visit.visit_id);
    left.delete(visit.visit_id);
    // What it could not save is in the journal, and this one goes on with it.
    if (earlier !== store) earlier?.close();
    const save = () => void store.flush();
    const hidden = () => document.visibilityState === "hidden" && save();
    const stop = onFlush(save);
    const again = expiredStore.subscribe(() => !expiredStore.get() && save());
    document.addEventListener("visibilitychange", hidden);
    return () => {
      stop();
      again();
      document.removeEventListener("visibilitychange", hidden);
      left.set(visit.visit_id, store);
      void store.flush().then((clean) => {
        if (clean && left.get(visit.visit_id) === store) {
          left.delete(visit.visit_id);
          store.close();
          dropPending(`note/${visit.visit_id}/`);
        }
        invalidate(client, ["visits"]);
      });
    };
  }, [store, client, visit.visit_id]);
  return store;
}

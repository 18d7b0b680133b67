import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { VisitDetail } from "@api/bindings";
import { call, invalidate, reading } from "@api/query";
import { readEntry, removeEntry, writeEntry } from "@platform/journal";
import { translate } from "@shared/i18n";
import { onFlush } from "@shared/saving";
import { expiredStore, useMe } from "@shared/session";
import { dropPending, setPending } from "@shared/status";
import { notifyDone } from "@shared/ui";
import { NoteStore } from "../services/noteStore";
import { left } from "../services/unstored";

/** The note of a visit, saved by itself while it may be written. */
export function useNote(detail: VisitDetail, writable: boolean): NoteStore {
  const client = useQueryClient();
  const me = useMe();
  const { visit } = detail;
  // A note that is closed meanwhile begins anew with what is stored: what is not is no part of it.
  const store = useMemo(
    () =>
      new NoteStore(`${me.user.user_id}/${visit.visit_id}`, detail.sections, {
        save: (section, version, sentences) => call("updateVisitSoap", { visit_id: visit.visit_id, section, version, sentences }),
        pending: (section, state) => {
          const name = visit.patient_name;
          const part = translate(`section.${section}`);
          setPending(`note/${visit.visit_id}/${section}`, `${name}, ${part}`, state, `/visits/${visit.visit_id}`);
          if (state !== "refused") return;
          notifyDone("note.refused", { values: { name, section: part } });
          // The page has to say what became of the visit, and must not open it again as it was.
          invalidate(client, ["visits"]);
          client.removeQueries({ queryKey: reading("getVisit", { visit_id: visit.visit_id }).queryKey, type: "inactive" });
        },
        journal: { write: writeEntry, read: readEntry, remove: removeEntry },
      }),
    // oxlint-disable-next-line react/exhaustive-deps
    [visit.visit_id, writable],
  );
  useEffect(() => store.receive(detail.sections), [store, detail.sections]);
  useEffect(() => {
    if (!writable) return;
    void store.recover().then((sections) => {
      if (sections.length > 0) notifyDone("note.recovered");
    });
    // Once for each visit.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [store]);
  useEffect(() => {
    if (!writable) return;
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
  }, [store, client, visit.visit_id, writable]);
  return store;
}

import { call, toFailure } from "@api/query";
import { fromBase64, saveFile } from "@platform/files";
import { useI18n } from "@shared/i18n";
import { notifyDone, notifyFailure } from "@shared/ui";
import type { NoteStore } from "../services/noteStore";

/** Keeps the visit's note as a PDF, in the reader's language and time zone. */
export function usePdf(visitId: string, store: NoteStore): () => void {
  const { language } = useI18n();
  const save = async () => {
    // The core prints what is saved, and that must be what the screen shows.
    if (!(await store.flush())) {
      notifyDone("print.not_saved");
      return;
    }
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const printed = await call("printVisit", { visit_id: visitId, language, time_zone: timeZone });
    saveFile(printed.file_name, "application/pdf", fromBase64(printed.data));
    notifyDone("print.saved");
  };
  return () => void save().catch((error: unknown) => notifyFailure(toFailure(error)));
}

import { Button } from "@mantine/core";
import type { Sentence } from "@api/bindings";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { Dialog, DialogButtons } from "@shared/ui";
import { PatientLine } from "@features/patients";
import { SECTIONS } from "../services/lines";
import type { NoteStore } from "../services/noteStore";
import classes from "./dialogs.module.css";

/** The sentences; those that the other text does not have are marked. */
export function Lines({ lines, other }: { lines: readonly Sentence[]; other: readonly Sentence[] }) {
  const { t } = useI18n();
  const known = new Set(other.map((line) => line.text.trim()));
  if (lines.length === 0) return <p>{t("conflict.empty")}</p>;
  return (
    <>
      {lines.map((line) => (
        <p key={line.sentence_id}>{known.has(line.text.trim()) ? line.text : <mark>{line.text}</mark>}</p>
      ))}
    </>
  );
}

/** Two people wrote the same part: both texts, and nothing is lost before somebody chooses. */
export function NoteConflict({ store, patientId }: { store: NoteStore; patientId: string }) {
  const { t } = useI18n();
  const note = useStore(store);
  const part = SECTIONS.map((section) => note[section]).find((one) => one.theirs !== null);
  if (!part?.theirs) return null;
  const { section, lines: mine } = part;
  const theirs = part.theirs.sentences;
  const both = () => {
    const ids = new Set(theirs.map((line) => line.sentence_id));
    const words = new Set(theirs.map((line) => line.text.trim()));
    const extra = mine.filter((line) => !words.has(line.text.trim()) && line.text.trim() !== "");
    return [...theirs, ...extra.map((line) => (ids.has(line.sentence_id) ? { ...line, sentence_id: crypto.randomUUID() } : line))];
  };
  return (
    <Dialog title={t("conflict.note_title", { section: t(`section.${section}`) })} onClose={() => undefined} size="xl" patient={<PatientLine patientId={patientId} />}>
      <p style={{ marginBottom: 12 }}>{t("conflict.note_hint")}</p>
      <div className={classes.versions}>
        <div>
          <h3>{t("conflict.mine")}</h3>
          <Lines lines={mine} other={theirs} />
        </div>
        <div>
          <h3>{t("conflict.theirs")}</h3>
          <Lines lines={theirs} other={mine} />
        </div>
      </div>
      <DialogButtons>
        <Button variant="default" onClick={() => store.resolve(section, theirs)}>
          {t("conflict.take_theirs")}
        </Button>
        <Button variant="default" onClick={() => store.resolve(section, mine)}>
          {t("conflict.keep_mine")}
        </Button>
        <Button data-autofocus onClick={() => store.resolve(section, both())}>
          {t("conflict.keep_both")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

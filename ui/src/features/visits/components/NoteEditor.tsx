import { Button, VisuallyHidden } from "@mantine/core";
import { flushSync } from "react-dom";
import type { Section, TakenFrom } from "@api/bindings";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { FailureNote, Icon } from "@shared/ui";
import { SectionProposal, type DraftControl } from "@features/scribe";
import { givesWay, SECTIONS } from "../services/lines";
import type { NoteStore, Part } from "../services/noteStore";
import { sourcesOf } from "../services/sources";
import { focusLine, focusPart } from "../services/steps";
import { SentenceRow } from "./SentenceRow";
import { Suggestions } from "./Suggestions";
import classes from "./note.module.css";
import steps from "./steps.module.css";

type Props = {
  store: NoteStore;
  /** The drafts that parts of the note were taken from. */
  takenFrom: readonly TakenFrom[];
  draft: DraftControl;
  readOnly: boolean;
  onDecide: (section: Section, id: string, accept: boolean) => void;
  /** Takes over the plan of the last visit; null where there is none. */
  onContinuePlan: (() => void) | null;
};

/** Who drafted what stands here, and who took it into the note. */
function Source({ words }: { words: readonly string[] }) {
  return words.map((one) => (
    <p key={one} className={steps.source}>
      {one}
    </p>
  ));
}

function SectionPart({ part, store, source, draft, readOnly, onDecide, onContinuePlan }: Omit<Props, "takenFrom"> & { part: Part; source: readonly string[] }) {
  const { t } = useI18n();
  const { section } = part;
  const unconfirmed = part.lines.filter((line) => !line.confirmed && line.flags.length === 0 && line.text.trim() !== "").length;
  const add = () => {
    let id = "";
    flushSync(() => {
      id = store.append(section);
    });
    focusLine(id);
  };
  const confirmAll = () => {
    // The button goes; the focus stays with the part.
    store.confirmAll(section);
    focusPart(section);
  };
  return (
    <section className={classes.part} aria-labelledby={`head-${section}`} data-part={section}>
      <header className={classes.partHead}>
        <h3 id={`head-${section}`}>{t(`section.${section}`)}</h3>
        <span className={classes.partHint}>{t(`section.hint.${section}`)}</span>
        {!readOnly && unconfirmed > 1 ? (
          <Button size="compact-xs" variant="subtle" leftSection={<Icon name="checks" size={14} />} onClick={confirmAll}>
            {t("note.confirm_section", { count: unconfirmed })}
          </Button>
        ) : null}
      </header>
      {part.lines.length > 0 ? (
        <ul className={classes.lines} aria-labelledby={`head-${section}`}>
          {part.lines.map((line) => (
            <SentenceRow key={line.sentence_id} store={store} section={section} line={line} readOnly={readOnly} />
          ))}
        </ul>
      ) : readOnly ? (
        <p className={classes.nothing}>{t("note.empty_section")}</p>
      ) : null}
      <Source words={source} />
      <FailureNote failure={part.failure?.type === "Unavailable" || part.failure?.type === "Unauthenticated" ? null : part.failure} />
      {readOnly ? null : <SectionProposal section={section} control={draft} replaces={part.lines.filter(givesWay).length + part.suggestions.length} />}
      <Suggestions section={section} items={part.suggestions} onDecide={onDecide} readOnly={readOnly} />
      {readOnly ? null : (
        <button type="button" className={classes.add} onClick={add} data-add={section}>
          <Icon name="plus" size={15} /> {t("note.add_sentence")}
        </button>
      )}
      {section === "plan" && onContinuePlan ? (
        <button type="button" className={classes.add} onClick={onContinuePlan}>
          <Icon name="clock" size={15} /> {t("plan.continue")}
        </button>
      ) : null}
    </section>
  );
}

/** The note: four parts of sentences, each with where it comes from. */
export function NoteEditor({ takenFrom, ...props }: Props) {
  const { t } = useI18n();
  const note = useStore(props.store);
  const sources = sourcesOf(takenFrom, (section) => note[section].lines.some((line) => line.text.trim() !== ""));
  return (
    <div className={classes.note}>
      <VisuallyHidden>
        <h2>{t("note.title")}</h2>
      </VisuallyHidden>
      <Source words={sources.note} />
      {SECTIONS.map((section) => (
        <SectionPart key={section} part={note[section]} source={sources.parts[section]} {...props} />
      ))}
    </div>
  );
}

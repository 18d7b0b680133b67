import { Button, VisuallyHidden } from "@mantine/core";
import { flushSync } from "react-dom";
import type { Section, TakenFrom } from "@api/bindings";
import { formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { FailureNote, Icon } from "@shared/ui";
import { SectionProposal, type DraftControl } from "@features/scribe";
import { givesWay, SECTIONS } from "../services/lines";
import type { NoteStore, Part } from "../services/noteStore";
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
function Source({ taken: { provenance, acceptance } }: { taken: TakenFrom }) {
  const { t } = useI18n();
  const { provider, model, prompt_version, drafted_at } = provenance;
  const values = { provider, model: [model, prompt_version].filter(Boolean).join(", "), at: formatMoment(drafted_at), name: acceptance.accepted_by_name, accepted: formatMoment(acceptance.accepted_at) };
  return <p className={steps.source}>{t("note.taken_from", values)}</p>;
}

function SectionPart({ part, store, takenFrom, draft, readOnly, onDecide, onContinuePlan }: Props & { part: Part }) {
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
      {takenFrom
        .filter((taken) => taken.acceptance.section === section)
        .map((taken) => (
          <Source key={taken.acceptance.accepted_at} taken={taken} />
        ))}
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
export function NoteEditor(props: Props) {
  const { t } = useI18n();
  const note = useStore(props.store);
  return (
    <div className={classes.note}>
      <VisuallyHidden>
        <h2>{t("note.title")}</h2>
      </VisuallyHidden>
      {SECTIONS.map((section) => (
        <SectionPart key={section} part={note[section]} {...props} />
      ))}
    </div>
  );
}

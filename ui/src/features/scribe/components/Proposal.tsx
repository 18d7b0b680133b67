import { Button, Loader } from "@mantine/core";
import type { DraftSentence, Section } from "@api/bindings";
import { drafterName, formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { Action, FailureNote, Icon } from "@shared/ui";
import type { DraftControl } from "../hooks/useDraft";
import { clearEvidence, showEvidence, useLinkedTo } from "../services/evidence";
import { FlagList } from "./FlagList";
import classes from "./scribe.module.css";

function Proposed({ sentence, name }: { sentence: DraftSentence; name: string }) {
  const { t } = useI18n();
  const linked = useLinkedTo(sentence.evidence);
  const supported = sentence.flags.length === 0;
  const show = () => showEvidence(name, sentence.evidence);
  return (
    <li className={classes.proposed} data-supported={supported} data-linked={linked} onMouseEnter={show} onMouseLeave={clearEvidence}>
      <button type="button" className={classes.proposedText} onFocus={show} onClick={show} aria-label={t(supported ? "draft.sentence_from_talk" : "draft.sentence_unsupported", { text: sentence.text })}>
        <Icon name={supported ? "talk" : "bulb"} size={15} />
        <span>{sentence.text}</span>
      </button>
      <FlagList flags={sentence.flags} />
    </li>
  );
}

type SectionProps = {
  section: Section;
  control: DraftControl;
  /** Sentences of an earlier draft that give way when this part is accepted. */
  replaces: number;
};

/** What the draft proposes for one part of the note; nothing of it is in the note yet. */
export function SectionProposal({ section, control, replaces }: SectionProps) {
  const { t } = useI18n();
  const mine = control.proposals.find((proposal) => proposal.section === section);
  if (!mine) return null;
  const supported = mine.sentences.filter((sentence) => sentence.flags.length === 0).length;
  return (
    <div className={classes.proposal} role="group" aria-label={t("draft.proposal_of", { section: t(`section.${section}`) })} data-proposal={section}>
      <div className={classes.proposalHead}>
        <span>
          {[
            supported > 0 ? t("draft.proposed", { count: supported }) : null,
            mine.sentences.length > supported ? t("draft.proposed_unsupported", { count: mine.sentences.length - supported }) : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {mine.draftId === null ? null : (
          <Button size="compact-sm" variant="default" leftSection={<Icon name="check" size={15} />} loading={control.accepting} onClick={() => control.accept([section])}>
            {t("draft.accept_section")}
          </Button>
        )}
        {replaces > 0 && mine.draftId !== null ? <small>{t("draft.replaces", { count: replaces })}</small> : null}
        {mine.overtaken ? <small role="status">{t("draft.overtaken")}</small> : null}
      </div>
      <ul>
        {mine.sentences.map((sentence, at) => (
          <Proposed key={at} sentence={sentence} name={`draft-${section}-${at}`} />
        ))}
      </ul>
    </div>
  );
}

type BarProps = {
  control: DraftControl;
  hasTranscript: boolean;
  /** Turns of which nobody said who spoke them. */
  unknown: number;
  writable: boolean;
  /** A model writes one just now. */
  waitsForModel: boolean;
};

/** Where the draft stands, and the one decision about all of it. */
export function DraftBar({ control, hasTranscript, unknown, writable, waitsForModel }: BarProps) {
  const { t } = useI18n();
  if (!writable) return null;
  const waiting = control.proposals.filter((proposal) => proposal.draftId !== null).map((proposal) => proposal.section);
  if (control.running)
    return (
      <div className={classes.bar} role="status">
        <Loader size="xs" />
        <span className={classes.grow}>
          {t("draft.running")} <span aria-hidden="true">{t("draft.so_far", { count: control.proposals.flatMap((proposal) => proposal.sentences).length })}</span>
        </span>
        <Button size="compact-sm" variant="default" onClick={control.stop}>
          {t("shared.stop")}
        </Button>
      </div>
    );
  if (control.failure && control.failure.type !== "Cancelled")
    return (
      <div className={classes.barFailure}>
        <FailureNote failure={control.failure} />
        <Button size="compact-sm" variant="default" leftSection={<Icon name="sync" size={15} />} onClick={control.start}>
          {t("shared.retry")}
        </Button>
      </div>
    );
  if (waiting.length > 0)
    return (
      <div className={classes.bar} data-tone="proposal">
        <Icon name="bulb" />
        <span className={classes.grow}>
          <strong>{t("draft.waiting", { count: waiting.length })}</strong> {t("draft.waiting_hint")}
          {unknown > 0 ? <em> {t("draft.guessed", { count: unknown })}</em> : null}
          {control.draft ? <small> {t("draft.made_by", { provider: drafterName(control.draft.provenance.provider), model: control.draft.provenance.model, at: formatMoment(control.draft.provenance.drafted_at) })}</small> : null}
        </span>
        <span className={classes.barButtons}>
          <Button size="compact-sm" variant="default" onClick={control.dismiss}>
            {t("draft.hide")}
          </Button>
          <Action size="compact-sm" icon="checks" command="visit.main" loading={control.accepting} onClick={() => control.accept(waiting)}>
            {t("draft.accept_all")}
          </Action>
        </span>
      </div>
    );
  if (waitsForModel) return null;
  if (hasTranscript && !control.draft)
    return (
      <div className={classes.bar}>
        <Icon name="bulb" />
        <span className={classes.grow}>{t("draft.none")}</span>
        <Button size="compact-sm" onClick={control.start}>
          {t("command.draft")}
        </Button>
      </div>
    );
  if (hasTranscript && control.draft?.sentences.length === 0)
    return (
      <div className={classes.bar} role="status">
        <Icon name="alert" />
        <span className={classes.grow}>{t("draft.empty")}</span>
        <Button size="compact-sm" variant="default" onClick={control.start}>
          {t("command.draft_again")}
        </Button>
      </div>
    );
  return null;
}

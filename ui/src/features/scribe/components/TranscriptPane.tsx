import { Button, VisuallyHidden } from "@mantine/core";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { EvidenceSpan, Segment, Speaker, Transcript } from "@api/bindings";
import { formatClock } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useStore } from "@shared/store";
import { Action, EmptyState, Icon } from "@shared/ui";
import { SPEAKERS, useSpeakers } from "../hooks/useSpeakers";
import { evidenceStore, paint, showTurn, unusedStore } from "../services/evidence";
import { TranscriptImport } from "./TranscriptImport";
import classes from "./scribe.module.css";

/** Below this many percent, an engine is not sure of what it heard. */
const UNSURE = 60;

type TurnProps = { segment: Segment; used: boolean; shown: boolean; chosen: boolean; onSpeaker: ((index: number, speaker: Speaker) => void) | null };

const Turn = memo(function Turn({ segment, used, shown, chosen, onSpeaker }: TurnProps) {
  const { t } = useI18n();
  const who = t(`speaker.${segment.speaker}`);
  const confidence = segment.spoken?.confidence ?? null;
  const unsure = confidence !== null && confidence < UNSURE;
  return (
    <li className={classes.turn} data-speaker={segment.speaker} data-shown={shown} data-chosen={chosen} data-index={segment.index} id={`turn-${segment.index}`} onClick={() => showTurn(segment.index)}>
      <button
        type="button"
        className={classes.turnHead}
        aria-pressed={chosen}
        data-step-turn
        onClick={(event) => {
          event.stopPropagation();
          showTurn(segment.index);
        }}
      >
        <span className={classes.who}>{who}</span>
        {unsure ? <VisuallyHidden>{t("transcript.unsure", { percent: confidence })}</VisuallyHidden> : null}
        {segment.start_ms === null ? null : <span className={classes.clock}>{formatClock(segment.start_ms)}</span>}
        {shown ? (
          <span className={classes.evidenceMark}>
            <Icon name="talk" size={13} /> {t("transcript.evidence")}
          </span>
        ) : used ? null : (
          <span className={classes.unused}>{t("transcript.unused")}</span>
        )}
        <VisuallyHidden>{t("transcript.turn", { number: segment.index + 1 })}</VisuallyHidden>
      </button>
      {onSpeaker && segment.speaker === "unknown" ? (
        <span className={classes.speakers}>
          {SPEAKERS.map((speaker) => (
            <Action
              key={speaker}
              size="compact-xs"
              variant="default"
              command={`speaker.${speaker}`}
              onClick={(event) => {
                event.stopPropagation();
                onSpeaker(segment.index, speaker);
              }}
            >
              {t(`speaker.${speaker}`)}
            </Action>
          ))}
        </span>
      ) : null}
      <p data-turn={segment.index} data-unsure={unsure} title={unsure ? t("transcript.unsure", { percent: confidence }) : undefined}>
        {segment.text}
      </p>
    </li>
  );
});

type Props = {
  visitId: string;
  transcript: Transcript | null;
  /** Words that the note or the draft uses. */
  used: readonly EvidenceSpan[];
  writable: boolean;
  onImported: () => void;
};

/** The conversation beside the note, linked both ways. */
export function TranscriptPane({ visitId, transcript, used, writable, onImported }: Props) {
  const { t } = useI18n();
  const list = useRef<HTMLOListElement>(null);
  const { spans, turn } = useStore(evidenceStore);
  const unusedOnly = useStore(unusedStore);
  const [again, setAgain] = useState(false);
  const usedTurns = useMemo(() => new Set(used.map((span) => span.segment)), [used]);
  const shownTurns = useMemo(() => new Set(spans.map((span) => span.segment)), [spans]);

  useEffect(() => {
    const root = list.current;
    if (!root) return;
    paint(root, spans);
    const first = spans[0];
    if (!first) return;
    const smooth = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    root.querySelector(`#turn-${first.segment}`)?.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
  }, [spans, transcript, unusedOnly]);
  useEffect(
    () => () => {
      paint(document.body, []);
      unusedStore.set(false);
    },
    [],
  );
  const setSpeaker = useSpeakers(visitId, transcript, writable);

  const imported = () => {
    setAgain(false);
    onImported();
  };
  if (!transcript || again)
    return writable ? (
      <TranscriptImport visitId={visitId} onImported={imported} onCancel={again ? () => setAgain(false) : undefined} />
    ) : (
      <EmptyState icon="talk" title={t("transcript.none")} />
    );
  const unused = transcript.segments.filter((segment) => !usedTurns.has(segment.index));
  const turns = unusedOnly ? transcript.segments.filter((s) => !usedTurns.has(s.index) || shownTurns.has(s.index)) : transcript.segments;
  return (
    <>
      <div className={classes.paneHead}>
        <h2>{t("transcript.title")}</h2>
        <Button size="compact-sm" variant={unusedOnly ? "filled" : "default"} aria-pressed={unusedOnly} data-unused onClick={() => unusedStore.set(!unusedOnly)}>
          {t("transcript.not_in_note", { count: unused.length })}
        </Button>
        {writable ? (
          <Button size="compact-sm" variant="subtle" onClick={() => setAgain(true)}>
            {t("transcript.replace")}
          </Button>
        ) : null}
      </div>
      <ol className={classes.turns} ref={list} aria-label={t("transcript.title")}>
        {turns.map((segment) => (
          <Turn key={segment.index} segment={segment} used={usedTurns.has(segment.index)} shown={shownTurns.has(segment.index)} chosen={turn === segment.index} onSpeaker={setSpeaker} />
        ))}
      </ol>
    </>
  );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Recording, Sentence, VisitDetail } from "@api/bindings";
import { reading } from "@api/query";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Icon } from "@shared/ui";
import type { Unused } from "../services/steps";
import classes from "./steps.module.css";

/** Whether words of it may still come. */
function isUnheard({ status, job_id, transcribed_ms, duration_ms }: Recording): boolean {
  if (status === "running" || status === "paused") return true;
  return status === "stopped" && job_id !== null && transcribed_ms < duration_ms;
}

type Props = { detail: VisitDetail; lines: readonly Sentence[]; proposals: number; onShow: (what: Unused) => void };

/** What there is of the visit and not in the note, before it is closed for good. */
export function WrapUp({ detail, lines, proposals, onShow }: Props) {
  const { t } = useI18n();
  const can = useCan();
  const id = { visit_id: detail.visit.visit_id };
  const recordings = useQuery({ ...reading("listVisitRecordings", id), enabled: can("recording:read") });
  const suggestions = useQuery(reading("listAiSuggestions", id));
  const used = new Set(lines.flatMap((line) => line.evidence.map((span) => span.segment)));
  const turns = detail.transcript?.segments.filter((segment) => !used.has(segment.index)).length ?? 0;
  const unheard = recordings.data?.items.filter(isUnheard).length ?? 0;
  const undecided = suggestions.data?.items.filter((one) => one.decision === null).length ?? 0;
  const left: { count: number; words: string; warns?: boolean; what?: Unused }[] = [
    { count: unheard, words: t("wrapup.recordings", { count: unheard }), warns: true },
    { count: proposals, words: t("sign.proposals", { count: proposals }) },
    { count: undecided, words: t("wrapup.suggestions", { count: undecided }), what: "suggestions" },
    { count: turns, words: t("wrapup.turns", { count: turns }), what: "turns" },
  ];
  const there = left.filter((one) => one.count > 0);
  if (there.length === 0) return null;
  return (
    <ul className={classes.wrapUp} aria-label={t("wrapup.title")}>
      {there.map(({ words, warns = false, what }) => (
        <li key={words} data-warns={warns}>
          <Icon name={warns ? "alert" : "info"} size={16} />
          <span>{words}</span>
          {what ? (
            <Button size="compact-sm" variant="default" aria-label={`${t("wrapup.show")}: ${words}`} onClick={() => onShow(what)}>
              {t("wrapup.show")}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Suggestion, Visit } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { announce, FailureNote, Icon, Mark } from "@shared/ui";
import { useSuggest } from "../hooks/useModelDraft";
import { clearEvidence, showEvidence, useLinkedTo } from "../services/evidence";
import { AskModel } from "./AskModel";
import classes from "./scribe.module.css";

function Card({ suggestion, writable, onDecided }: { suggestion: Suggestion; writable: boolean; onDecided: () => void }) {
  const { t } = useI18n();
  const run = useRun("decideAiSuggestion");
  const linked = useLinkedTo(suggestion.evidence);
  const take = t("ai.take", { section: t(`section.${suggestion.kind === "differential" ? "assessment" : "plan"}`) });
  const show = () => showEvidence(suggestion.suggestion_id, suggestion.evidence);
  const decide = (accept: boolean) =>
    run.mutate(
      { visit_id: suggestion.visit_id, suggestion_id: suggestion.suggestion_id, accept },
      {
        onSuccess: () => {
          announce(t(accept ? "suggestion.accepted" : "suggestion.dismissed"));
          onDecided();
        },
      },
    );
  return (
    <li className={classes.card} data-linked={linked} data-undecided={suggestion.decision === null} onMouseEnter={show} onMouseLeave={clearEvidence}>
      <Mark icon="bulb">{t(`ai.kind.${suggestion.kind}`)}</Mark>
      <button type="button" className={classes.proposedText} onFocus={show} onClick={show}>
        <strong>{suggestion.text}</strong>
      </button>
      <p>{suggestion.reason}</p>
      {suggestion.evidence.length === 0 ? <p>{t("ai.not_said")}</p> : null}
      <small>{t("draft.made_by", { provider: suggestion.provenance.provider, model: suggestion.provenance.model, at: formatMoment(suggestion.provenance.drafted_at) })}</small>
      <FailureNote failure={run.error} />
      {suggestion.decision ? (
        <Mark icon={suggestion.decision.taken ? "check" : "close"}>{t(suggestion.decision.taken ? "ai.taken" : "ai.dismissed")}</Mark>
      ) : writable ? (
        <span className={classes.barButtons}>
          <Button size="compact-sm" variant="default" loading={run.isPending} leftSection={<Icon name="check" size={15} />} aria-label={`${take}: ${suggestion.text}`} onClick={() => decide(true)}>
            {take}
          </Button>
          <Button size="compact-sm" variant="subtle" disabled={run.isPending} aria-label={t("suggestion.dismiss_this", { text: suggestion.text })} onClick={() => decide(false)}>
            {t("suggestion.dismiss")}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

type Props = { visit: Visit; writable: boolean; hasTranscript: boolean; onDecided: () => void };

/** What a model suggests beyond what was said, as cards; nothing of it is in the note by itself. */
export function AiSuggestions({ visit, writable, hasTranscript, onDecided }: Props) {
  const { t } = useI18n();
  const control = useSuggest(visit.visit_id, writable && hasTranscript);
  const { data } = useQuery(reading("listAiSuggestions", { visit_id: visit.visit_id }));
  const items = data?.items ?? [];
  if (items.length === 0 && !(writable && control.preview)) return null;
  return (
    <section className={classes.ai} aria-label={t("ai.title")}>
      <h2>{t("ai.title")}</h2>
      <p>{t("ai.hint")}</p>
      {items.length > 0 ? (
        <ul>
          {items.map((suggestion) => (
            <Card key={suggestion.suggestion_id} suggestion={suggestion} writable={writable} onDecided={onDecided} />
          ))}
        </ul>
      ) : null}
      {writable && control.preview ? <AskModel control={control} visit={visit} label="ai.ask" /> : null}
    </section>
  );
}

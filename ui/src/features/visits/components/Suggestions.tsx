import { Button } from "@mantine/core";
import type { Section, Sentence } from "@api/bindings";
import { useI18n } from "@shared/i18n";
import { Icon } from "@shared/ui";
import { FlagList, showEvidence, useLinkedTo } from "@features/scribe";
import classes from "./note.module.css";

type Decide = (section: Section, id: string, accept: boolean) => void;

function Suggestion({ sentence, section, onDecide, readOnly }: { sentence: Sentence; section: Section; onDecide: Decide; readOnly: boolean }) {
  const { t } = useI18n();
  const linked = useLinkedTo(sentence.evidence);
  const show = () => showEvidence(sentence.sentence_id, sentence.evidence);
  return (
    <li className={classes.suggestion} data-step-row data-attention="true" data-linked={linked} data-suggestion={sentence.sentence_id} data-section={section}>
      <button type="button" className={classes.suggestionText} data-step onFocus={show} onClick={show}>
        <Icon name="bulb" size={15} />
        <span>{sentence.text}</span>
      </button>
      <FlagList flags={sentence.flags} />
      {readOnly ? null : (
        <span className={classes.suggestionTools}>
          <Button size="compact-sm" variant="default" leftSection={<Icon name="check" size={15} />} aria-label={t("suggestion.accept_this", { text: sentence.text })} onClick={() => onDecide(section, sentence.sentence_id, true)}>
            {t("suggestion.accept")}
          </Button>
          <Button size="compact-sm" variant="subtle" leftSection={<Icon name="close" size={15} />} aria-label={t("suggestion.dismiss_this", { text: sentence.text })} onClick={() => onDecide(section, sentence.sentence_id, false)}>
            {t("suggestion.dismiss")}
          </Button>
        </span>
      )}
    </li>
  );
}

/** Drafted without support in the talk: never ordinary text, and each is decided by itself. */
export function Suggestions({ section, items, onDecide, readOnly }: { section: Section; items: readonly Sentence[]; onDecide: Decide; readOnly: boolean }) {
  const { t } = useI18n();
  if (items.length === 0) return null;
  return (
    <div className={classes.suggestions} role="group" aria-label={t("suggestion.title")}>
      <p className={classes.suggestionsTitle}>
        <Icon name="alert" size={15} />
        <strong>{t("suggestion.title")}</strong> <span>{t("suggestion.hint")}</span>
      </p>
      <ul>
        {items.map((sentence) => (
          <Suggestion key={sentence.sentence_id} sentence={sentence} section={section} onDecide={onDecide} readOnly={readOnly} />
        ))}
      </ul>
    </div>
  );
}

import { Tooltip } from "@mantine/core";
import { memo, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import type { Section, Sentence } from "@api/bindings";
import { useI18n } from "@shared/i18n";
import { Icon, notifyDone, type IconName } from "@shared/ui";
import { FlagList, showEvidence, useLinkedTo } from "@features/scribe";
import { kindOf, needsDecision, type Kind } from "../services/lines";
import type { NoteStore } from "../services/noteStore";
import { adder, focusLine, focusStep, move, steps } from "../services/steps";
import classes from "./note.module.css";

export const KIND_ICONS: Record<Kind, IconName> = { talk: "talk", yours: "person", edited: "edit", suggested: "bulb" };

type Props = { store: NoteStore; section: Section; line: Sentence; readOnly: boolean };

/** Takes a sentence out, goes to its neighbour, and offers the way back. */
export function removeLine(store: NoteStore, section: Section, id: string): void {
  const all = steps();
  const at = all.findIndex((step) => step.id === `line-${id}`);
  const neighbour = all[at + 1] ?? all[at - 1];
  const blank = store.get()[section].lines.find((line) => line.sentence_id === id)?.text.trim() === "";
  const putBack = store.remove(section, id);
  focusStep(neighbour ?? adder(section));
  const undo = () => {
    flushSync(putBack);
    focusLine(id);
  };
  if (!blank) notifyDone("sentence.removed", { undo });
}

export const SentenceRow = memo(function SentenceRow({ store, section, line, readOnly }: Props) {
  const { t } = useI18n();
  const linked = useLinkedTo(line.evidence);
  const kind = kindOf(line);
  const attention = needsDecision(line);
  const id = line.sentence_id;
  const show = () => showEvidence(id, line.evidence);
  const confirm = () => {
    // The button goes; the focus stays with the sentence.
    store.confirm(section, id);
    focusLine(id);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const box = event.currentTarget;
    const caret = box.selectionStart === box.selectionEnd ? box.selectionStart : null;
    const single = box.scrollHeight < 44;
    if (event.key === "Enter" && !event.shiftKey) {
      let fresh = "";
      flushSync(() => {
        fresh = store.split(section, id, box.selectionStart);
      });
      focusLine(fresh, 0);
    } else if (event.key === "Backspace" && caret === 0) {
      let merged: { into: string; caret: number } | null = null;
      flushSync(() => {
        merged = store.merge(section, id);
      });
      const target = merged as { into: string; caret: number } | null;
      if (!target) {
        if (box.value !== "") return;
        removeLine(store, section, id);
      } else focusLine(target.into, target.caret);
    } else if (event.key === "Delete" && caret === box.value.length) {
      const { lines } = store.get()[section];
      const next = lines[lines.findIndex((other) => other.sentence_id === id) + 1];
      if (!next) return;
      let merged: { into: string; caret: number } | null = null;
      flushSync(() => {
        merged = store.merge(section, next.sentence_id);
      });
      const target = merged as { into: string; caret: number } | null;
      if (target) focusLine(target.into, target.caret);
    } else if (event.key === "ArrowDown" && caret !== null && (single || caret === box.value.length)) move(1);
    else if (event.key === "ArrowUp" && caret !== null && (single || caret === 0)) move(-1);
    else return;
    event.preventDefault();
  };

  const kindWords = line.text.trim() === "" ? t("sentence.blank") : t(`sentence.${kind}`);
  return (
    <li className={classes.line} data-step-row data-line={id} data-kind={kind} data-attention={attention} data-linked={linked} data-confirmed={line.confirmed}>
      <Tooltip label={`${kindWords}${line.confirmed && kind !== "yours" ? ` · ${t("sentence.confirmed")}` : ""}`} position="left">
        <span className={classes.kind} data-kind={kind} onClick={show}>
          <Icon name={KIND_ICONS[kind]} size={15} />
          <span>{kindWords}</span>
        </span>
      </Tooltip>
      <div className={classes.lineBody}>
        {readOnly ? (
          <button type="button" className={classes.readLine} data-step onFocus={show} onClick={show}>
            {line.text}
          </button>
        ) : (
          <div className={classes.grow} data-text={`${line.text} `}>
            <textarea
              id={`line-${id}`}
              data-step
              rows={1}
              value={line.text}
              aria-label={t("sentence.label", { kind: kindWords })}
              aria-describedby={line.flags.length > 0 ? `flags-${id}` : undefined}
              placeholder={t("sentence.placeholder")}
              maxLength={20_000}
              onChange={(event) => store.setText(section, id, event.currentTarget.value.replace(/\n/g, " "))}
              onKeyDown={onKeyDown}
              onFocus={show}
              onBlur={() => void store.flush()}
            />
          </div>
        )}
        {line.flags.length > 0 ? (
          <div id={`flags-${id}`} className={classes.lineFlags} data-decided={!attention}>
            <FlagList flags={line.flags} />
          </div>
        ) : null}
      </div>
      {readOnly ? null : (
        <span className={classes.lineTools}>
          {line.confirmed ? (
            kind === "yours" ? null : (
              <span className={classes.agreed} title={t("sentence.confirmed")}>
                <Icon name="check" size={15} /> <span>{t("sentence.confirmed")}</span>
              </span>
            )
          ) : (
            <button type="button" className={attention ? classes.confirmFlag : classes.tool} onClick={confirm} title={t("sentence.confirm")} aria-label={t("sentence.confirm_this", { text: line.text })}>
              <Icon name="check" size={15} /> <span>{t("sentence.confirm")}</span>
            </button>
          )}
          <button type="button" className={classes.tool} aria-label={t("sentence.remove_this", { text: line.text })} onClick={() => removeLine(store, section, id)}>
            <Icon name="trash" size={15} />
          </button>
        </span>
      )}
    </li>
  );
});

import { Button, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useLayoutEffect, useRef, useState } from "react";
import { reading, useRun } from "@api/query";
import { pickFiles } from "@platform/files";
import { useCommand } from "@shared/commands";
import { useI18n } from "@shared/i18n";
import { Action, DropZone, FailureNote, Icon } from "@shared/ui";
import { ACCEPT, readConversation, type Conversation } from "../services/files";
import classes from "./scribe.module.css";

/** A visit without a conversation: paste it, drop it, choose it, or write the note by hand. */
export function TranscriptImport({ visitId, onImported, onCancel }: { visitId: string; onImported: () => void; onCancel?: (() => void) | undefined }) {
  const { t } = useI18n();
  const [text, setText] = useState("");
  const [unreadable, setUnreadable] = useState(false);
  const client = useQueryClient();
  const run = useRun("importTranscript");
  const box = useRef<HTMLTextAreaElement>(null);
  // What stands above it stays in sight.
  useLayoutEffect(() => box.current?.focus({ preventScroll: true }), []);

  const send = (conversation: Conversation) => {
    setUnreadable(false);
    run.mutate(
      { visit_id: visitId, ...conversation },
      {
        onSuccess: (transcript) => {
          // The answer is at hand: the next key must not wait for the visit to be read again.
          client.setQueryData(reading("getVisit", { visit_id: visitId }).queryKey, (now) => (now ? { ...now, transcript } : now));
          onImported();
        },
      },
    );
  };
  const sendText = () => {
    if (text.trim() !== "") send({ text, second_text: null, format: null });
  };
  const sendFiles = async (files: readonly File[]) => {
    if (files.length === 0) return;
    const conversation = await readConversation(files);
    if (conversation) send(conversation);
    else setUnreadable(true);
  };
  useCommand("visit.main", sendText, text.trim() !== "" && !run.isPending);
  return (
    <DropZone className={classes.importer} onFiles={(files) => void sendFiles(files)}>
      <Textarea
        ref={box}
        label={t("transcript.paste")}
        description={t("transcript.paste_hint")}
        placeholder={t("transcript.example")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rows={12}
        spellCheck={false}
      />
      {unreadable ? <p role="alert" className={classes.unreadable}>{t("transcript.unreadable")}</p> : null}
      <FailureNote failure={run.error} />
      <div className={classes.importActions}>
        <Action icon="talk" command="visit.main" loading={run.isPending} disabled={text.trim() === ""} onClick={sendText}>
          {t("transcript.import")}
        </Action>
        <Button variant="default" leftSection={<Icon name="file" />} onClick={() => void pickFiles(ACCEPT, true).then(sendFiles)}>
          {t("transcript.choose")}
        </Button>
        {onCancel ? (
          <Button variant="subtle" onClick={onCancel}>
            {t("shared.cancel")}
          </Button>
        ) : null}
      </div>
      <p className={classes.hint}>{t("transcript.formats")}</p>
    </DropZone>
  );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { VisitDetail } from "@api/bindings";
import { copyText } from "@platform/clipboard";
import { readEntry, removeEntry } from "@platform/journal";
import { useI18n } from "@shared/i18n";
import { useMe } from "@shared/session";
import { dropPending, statusStore } from "@shared/status";
import { useStore } from "@shared/store";
import { Action, Dialog, DialogButtons, Icon, notifyDone } from "@shared/ui";
import { forget, missing, unstored } from "../services/unstored";
import { Lines } from "./NoteConflict";
import classes from "./notStored.module.css";

type Props = {
  visitId: string;
  /** Null when the visit is gone or out of reach. */
  detail: VisitDetail | null;
  /** Writes an amendment of these words; absent where the visit takes none. */
  onAmend?: (text: string) => void;
};

/** What this person wrote and the server did not take, until it is used in another way. Nothing when there is none. */
export function NotStored({ visitId, detail, onAmend }: Props) {
  const { t } = useI18n();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const name = `${me.user.user_id}/${visitId}`;
  const stored = detail?.sections ?? [];
  const { pending } = useStore(statusStore);
  // Looked at again when a last try of the note ends.
  const tries = pending.filter((write) => write.key.startsWith(`note/${visitId}/`)).map((write) => write.key + write.state);
  const { data = [], refetch } = useQuery({ queryKey: ["not stored", name, tries, stored.map((one) => one.version)], queryFn: () => unstored(visitId, name, stored, { read: readEntry }), staleTime: 0, gcTime: 0 });
  if (data.length === 0) return null;
  const copy = async () => {
    const text = data.map((part) => [t(`section.${part.section}`), ...part.lines.map((line) => line.text)].join("\n")).join("\n\n");
    notifyDone((await copyText(text)) ? "note.copied" : "shared.not_copied");
  };
  const discard = async () => {
    setAsking(false);
    await forget(visitId, name, { remove: removeEntry });
    dropPending(`note/${visitId}/`);
    await refetch();
  };
  return (
    <section className={classes.notStored} data-gone={detail === null} aria-label={t("note.not_stored")}>
      <strong>
        <Icon name="alert" /> {t("note.not_stored")}
      </strong>
      <p>{t(detail ? "note.not_stored_closed" : "note.not_stored_gone")}</p>
      {data.map((part) => (
        <div key={part.section}>
          <h3>{t(`section.${part.section}`)}</h3>
          <Lines lines={part.lines} other={stored.find((one) => one.section === part.section)?.sentences ?? []} />
        </div>
      ))}
      <div className={classes.tools}>
        {onAmend ? (
          <Action size="compact-sm" icon="plus" needs="visit:sign" onClick={() => onAmend(missing(data, stored))}>
            {t("note.amend_with")}
          </Action>
        ) : null}
        <Button size="compact-sm" variant="default" onClick={() => void copy()}>
          {t("note.copy")}
        </Button>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="trash" />} onClick={() => setAsking(true)}>
          {t("note.discard")}
        </Button>
      </div>
      {asking ? (
        <Dialog title={t("note.discard_title")} onClose={() => setAsking(false)}>
          <p>{t("note.discard_hint")}</p>
          <DialogButtons>
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {t("shared.back")}
            </Button>
            <Button color="red" onClick={() => void discard()}>
              {t("note.discard")}
            </Button>
          </DialogButtons>
        </Dialog>
      ) : null}
    </section>
  );
}

import { Button, Menu } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Visit, VisitDetail } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, Dialog, DialogButtons, Icon, notifyFailure } from "@shared/ui";
import { PatientLine } from "@features/patients";
import type { ReadAloud } from "@features/scribe";
import type { Stage } from "../services/stage";
import { StepBar } from "./StepBar";
import { StatusMark } from "./VisitList";
import classes from "./note.module.css";

function Reason({ visit, readOnly }: { visit: Visit; readOnly: boolean }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [text, setText] = useState(visit.reason);
  const run = useRun("updateVisit");
  useEffect(() => setText(visit.reason), [visit.reason]);
  const save = () => {
    if (text.trim() === visit.reason || readOnly) return;
    run.mutate(
      { visit_id: visit.visit_id, version: visit.version, reason: text.trim(), started_at: visit.started_at },
      {
        onSuccess: (next) => client.setQueryData(reading("getVisit", { visit_id: visit.visit_id }).queryKey, next),
        onError: notifyFailure,
      },
    );
  };
  return (
    <div className={classes.reason}>
      <input
        aria-label={t("visit.reason")}
        placeholder={t(readOnly ? "visit.no_reason" : "visit.reason_hint")}
        value={text}
        readOnly={readOnly}
        maxLength={500}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.currentTarget.blur();
        }}
      />
    </div>
  );
}

type Props = { detail: VisitDetail; stage: Stage; writable: boolean; onSign: () => void; onAmend: () => void; onDraft: (() => void) | null; readAloud: ReadAloud; onPdf: () => void };

/** What the visit is, and exactly what can be done with it now. */
export function VisitHeader({ detail, stage, writable, onSign, onAmend, onDraft, readAloud, onPdf }: Props) {
  const { t } = useI18n();
  const { visit } = detail;
  const can = useCan();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<"cancel" | "delete" | null>(null);
  const start = useRun("startVisit");
  const cancel = useRun("cancelVisit");
  const remove = useRun("deleteVisit");
  const id = { visit_id: visit.visit_id };
  const put = (next: VisitDetail) => client.setQueryData(reading("getVisit", id).queryKey, next);
  const allowed = (event: string) => visit.allowed.includes(event);
  const leave = () => void navigate({ to: "/patients/$patientId", params: { patientId: visit.patient_id } });
  const confirmed = () => {
    const done = { onError: notifyFailure, onSettled: () => setAsking(null) };
    if (asking === "cancel") cancel.mutate(id, { ...done, onSuccess: put });
    if (asking === "delete") remove.mutate(id, { ...done, onSuccess: leave });
  };
  return (
    <div className={`${classes.header} no-print`}>
      <div className={classes.headerInner}>
      <h1>{t("visit.title", { date: formatMoment(visit.started_at) })}</h1>
      <StatusMark status={visit.status} />
      <Reason visit={visit} readOnly={!writable} />
      <div className={classes.headRow}>
      {allowed("finalize") ? <StepBar stage={stage} /> : null}
      <div className={classes.headTools}>
        <Action variant="subtle" icon={readAloud.running ? "stop" : "play"} needs="visit:read" unless={readAloud.why} onClick={readAloud.toggle}>
          {t(readAloud.running ? "read_aloud.stop" : "read_aloud.start")}
        </Action>
        <Menu>
          <Menu.Target>
            <Button variant="default" rightSection={<Icon name="down" size={15} />}>
              {t("visit.more")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {writable && allowed("start") ? (
              <Menu.Item leftSection={<Icon name="play" />} onClick={() => start.mutate(id, { onSuccess: put, onError: notifyFailure })}>
                {t("visit.start")}
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<Icon name="print" />} onClick={() => setTimeout(() => window.print(), 150)}>
              {t("command.print")}
            </Menu.Item>
            <Menu.Item leftSection={<Icon name="download" />} onClick={onPdf}>
              {t("command.save_pdf")}
            </Menu.Item>
            {writable && onDraft ? (
              <Menu.Item leftSection={<Icon name="bulb" />} onClick={onDraft}>
                {t("command.draft_again")}
              </Menu.Item>
            ) : null}
            {writable && allowed("cancel") ? (
              <Menu.Item leftSection={<Icon name="close" />} onClick={() => setAsking("cancel")}>
                {t("visit.cancel")}
              </Menu.Item>
            ) : null}
            {writable && visit.status === "draft" ? (
              <Menu.Item leftSection={<Icon name="trash" />} onClick={() => setAsking("delete")}>
                {t("visit.delete")}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
        {allowed("amend") ? (
          <Action icon="plus" needs="visit:sign" onClick={onAmend}>
            {t("amend.title")}
          </Action>
        ) : null}
        {allowed("finalize") ? (
          <Action icon="sign" command="visit.sign" needs="visit:sign" onClick={onSign}>
            {t("sign.open")}
          </Action>
        ) : null}
      </div>
      </div>
      </div>
      {asking && can("visit:write") ? (
        <Dialog title={t(asking === "cancel" ? "visit.cancel" : "visit.delete")} onClose={() => setAsking(null)} patient={<PatientLine patientId={visit.patient_id} />}>
          <p>{t(asking === "cancel" ? "visit.cancel_hint" : "visit.delete_hint")}</p>
          <DialogButtons>
            <Button variant="default" data-autofocus onClick={() => setAsking(null)}>
              {t("shared.back")}
            </Button>
            <Button color="red" loading={cancel.isPending || remove.isPending} onClick={confirmed}>
              {t(asking === "cancel" ? "visit.cancel" : "visit.delete")}
            </Button>
          </DialogButtons>
        </Dialog>
      ) : null}
    </div>
  );
}

import { Button, PasswordInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { VisitDetail, WireFailure } from "@api/bindings";
import { call, invalidate, reading, toFailure } from "@api/query";
import { fieldError } from "@shared/failures";
import { formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useMe } from "@shared/session";
import { useStore } from "@shared/store";
import { announce, Dialog, DialogButtons, FailureNote } from "@shared/ui";
import { PatientLine } from "@features/patients";
import { count, SECTIONS } from "../services/lines";
import type { NoteStore } from "../services/noteStore";
import type { Unused } from "../services/steps";
import { WrapUp } from "./WrapUp";
import classes from "./dialogs.module.css";

type Props = { detail: VisitDetail; store: NoteStore; proposals: number; onClose: () => void; onReview: () => void; onShow: (what: Unused) => void; onSigned: () => void };

/** What is signed, by whom and when, once more before the password. */
export function SignDialog({ detail, store, proposals, onClose, onReview, onShow, onSigned }: Props) {
  const { t } = useI18n();
  const me = useMe();
  const client = useQueryClient();
  const note = useStore(store);
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<WireFailure | null>(null);
  const counts = count(SECTIONS.map((section) => note[section]));
  const visitId = detail.visit.visit_id;
  const query = reading("getVisit", { visit_id: visitId });

  const sign = async () => {
    setBusy(true);
    setFailure(null);
    try {
      if (!(await store.flush())) throw { type: "Unavailable", message: "", reference: "" } satisfies WireFailure;
      const latest = await client.fetchQuery({ ...query, staleTime: 0 });
      const signed = await call("finalizeVisit", { visit_id: visitId, version: latest.visit.version, password });
      client.setQueryData(query.queryKey, signed);
      invalidate(client, ["visits"]);
      announce(t("sign.done"));
      onSigned();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void sign();
  };
  const blocked = counts.undecided > 0 || counts.all === 0;
  return (
    <Dialog title={t("sign.title")} onClose={onClose} patient={<PatientLine patientId={detail.visit.patient_id} />}>
      <form onSubmit={submit}>
        <dl className={classes.counts}>
          <dt>{t("sign.signer")}</dt>
          <dd>{me.user.display_name}</dd>
          <dt>{t("sign.visit")}</dt>
          <dd>{formatMoment(detail.visit.started_at)}</dd>
          <dt>{t("sign.sentences")}</dt>
          <dd>{counts.all}</dd>
          <dt>{t("sign.confirmed")}</dt>
          <dd>{counts.confirmed}</dd>
          <dt>{t("sign.edited")}</dt>
          <dd>{counts.edited}</dd>
          <dt>{t("sign.yours")}</dt>
          <dd>{counts.yours}</dd>
          <dt>{t("sign.undecided")}</dt>
          <dd>{counts.undecided}</dd>
        </dl>
        <WrapUp detail={detail} lines={SECTIONS.flatMap((section) => note[section].lines)} proposals={proposals} onShow={onShow} />
        {blocked ? (
          <p role="alert">{t(counts.all === 0 ? "sign.empty" : "sign.blocked", { count: counts.undecided })}</p>
        ) : (
          <PasswordInput
            label={t("sign.password")}
            description={t("sign.password_hint")}
            autoComplete="current-password"
            data-autofocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={fieldError(failure, "password")}
            visibilityToggleButtonProps={{ "aria-label": t("access.show_password") }}
          />
        )}
        <div style={{ marginTop: 12 }}>
          <FailureNote failure={failure} fields={["password"]} />
        </div>
        <DialogButtons>
          <Button variant="default" onClick={onClose}>
            {t("shared.cancel")}
          </Button>
          {counts.undecided > 0 ? (
            <Button data-autofocus onClick={onReview}>
              {t("sign.review")}
            </Button>
          ) : (
            <Button type="submit" loading={busy} disabled={blocked}>
              {t("sign.sign")}
            </Button>
          )}
        </DialogButtons>
      </form>
    </Dialog>
  );
}

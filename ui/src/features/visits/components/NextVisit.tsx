import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { VisitDetail } from "@api/bindings";
import { reading } from "@api/query";
import { useCommand } from "@shared/commands";
import { formatTime, localDay } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useMe } from "@shared/session";
import { CommandKeys, Icon } from "@shared/ui";
import { nextVisit } from "../services/next";
import classes from "./steps.module.css";

/** Who comes next, on the day on which one's own note was signed. */
export function NextVisit({ detail: { visit, signature }, justSigned }: { detail: VisitDetail; justSigned: boolean }) {
  const { t } = useI18n();
  const me = useMe().user.user_id;
  const navigate = useNavigate();
  const link = useRef<HTMLAnchorElement>(null);
  const day = localDay();
  const wanted = signature?.signed_by === me && localDay(new Date(signature.signed_at)) === day;
  const { data } = useQuery({ ...reading("listVisits", { clinician_id: me, open: true, from: day, to: day, limit: 200 }), enabled: wanted });
  const next = data ? nextVisit(data.items, visit) : null;
  const isKnown = wanted && data !== undefined;
  const go = () => void (next ? navigate({ to: "/visits/$visitId", params: { visitId: next.visit_id } }) : navigate({ to: "/" }));
  useCommand("go.next_visit", go, isKnown);
  useEffect(() => {
    if (!justSigned || !isKnown) return;
    link.current?.focus({ preventScroll: true });
    // The signature stands above, and whoever signed may be far down.
    window.scrollTo({ top: 0 });
  }, [justSigned, isKnown]);
  if (!isKnown) return null;
  return (
    <p className={classes.next}>
      <Icon name="right" size={18} />
      {next ? (
        <Link ref={link} to="/visits/$visitId" params={{ visitId: next.visit_id }}>
          {t("visit.next", { name: next.patient_name, at: formatTime(next.started_at) })}
        </Link>
      ) : (
        <>
          {t("visit.next_none")}{" "}
          <Link ref={link} to="/">
            {t("visit.back_today")}
          </Link>
        </>
      )}
      <CommandKeys id="go.next_visit" />
    </p>
  );
}

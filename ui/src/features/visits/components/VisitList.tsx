import { Link } from "@tanstack/react-router";
import type { Visit, VisitStatus } from "@api/bindings";
import { formatDate, formatTime } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { Icon, Mark, type IconName, type Tone } from "@shared/ui";
import classes from "./list.module.css";

const LOOKS: Record<VisitStatus, { icon: IconName; tone: Tone }> = {
  draft: { icon: "edit", tone: "warn" },
  in_progress: { icon: "clock", tone: "accent" },
  finalized: { icon: "sign", tone: "good" },
  amended: { icon: "sign", tone: "good" },
  cancelled: { icon: "close", tone: "neutral" },
};

export function StatusMark({ status }: { status: VisitStatus }) {
  const { t } = useI18n();
  return (
    <Mark icon={LOOKS[status].icon} tone={LOOKS[status].tone}>
      {t(`visit.status.${status}`)}
    </Mark>
  );
}

/** Visits as rows that open. */
export function VisitList({ visits, by }: { visits: readonly Visit[]; by: "patient" | "date" }) {
  const { t } = useI18n();
  return (
    <ul className={classes.list}>
      {visits.map((visit) => (
        <li key={visit.visit_id}>
          <Link to="/visits/$visitId" params={{ visitId: visit.visit_id }} className={classes.row} data-list-row>
            <span className={classes.when}>
              <strong>{formatTime(visit.started_at)}</strong>
              <small>{formatDate(visit.started_at)}</small>
            </span>
            <span className={classes.what}>
              <strong>{by === "patient" ? visit.patient_name : visit.reason || t("visit.no_reason")}</strong>
              <small>{by === "patient" ? visit.reason || t("visit.no_reason") : visit.clinician_name}</small>
            </span>
            <StatusMark status={visit.status} />
            <Icon name="right" size={16} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

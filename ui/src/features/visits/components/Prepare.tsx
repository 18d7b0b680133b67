import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Visit, VisitDetail } from "@api/bindings";
import { reading } from "@api/query";
import { formatMoment } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { FailureNote, Icon, Loading } from "@shared/ui";
import { ModelMark } from "@features/models";
import { MicrophoneMark } from "@features/scribe";
import { sentencesOf, type LastVisit } from "../hooks/useLastVisit";
import classes from "./steps.module.css";

/** What was found and decided last time, and what was added to it since. */
function Last({ detail }: { detail: VisitDetail }) {
  const { t } = useI18n();
  const { visit, amendments } = detail;
  return (
    <>
      <p>
        <Link to="/visits/$visitId" params={{ visitId: visit.visit_id }}>
          {t("prepare.last", { at: formatMoment(visit.started_at) })}
        </Link>{" "}
        {[visit.reason, visit.clinician_name].filter(Boolean).join(" · ")}
      </p>
      {(["assessment", "plan"] as const).map((section) => {
        const sentences = sentencesOf(detail, section);
        return sentences.length === 0 ? null : (
          <div key={section}>
            <h3>{t(`section.${section}`)}</h3>
            <ul>
              {sentences.map((sentence) => (
                <li key={sentence.sentence_id}>{sentence.text}</li>
              ))}
            </ul>
          </div>
        );
      })}
      {amendments.map((amendment) => (
        <div key={amendment.amendment_id}>
          <h3>
            {t("amend.heading")}, {formatMoment(amendment.amended_at)}
          </h3>
          <p>{amendment.text}</p>
        </div>
      ))}
    </>
  );
}

/** Facts about the patient that are no part of the last note. */
function Since({ visit, last }: { visit: Visit; last: VisitDetail | null }) {
  const { t } = useI18n();
  const { data } = useQuery(reading("getPatientBanner", { patient_id: visit.patient_id }));
  if (!data) return null;
  // This one is open, too.
  const unsigned = data.open_visit_count - 1;
  const changed = last !== null && data.patient.updated_at > last.visit.started_at ? data.patient.updated_at : null;
  if (unsigned <= 0 && !changed) return null;
  const facts = [unsigned > 0 ? t("prepare.unsigned", { count: unsigned }) : null, changed ? t("prepare.changed", { at: formatMoment(changed) }) : null];
  return (
    <ul className={classes.facts}>
      {facts.map((fact) =>
        fact ? (
          <li key={fact}>
            <Icon name="info" size={15} />
            <Link to="/patients/$patientId" params={{ patientId: visit.patient_id }}>
              {fact}
            </Link>
          </li>
        ) : null,
      )}
    </ul>
  );
}

/** Before anybody speaks: whether everything is ready, and what was decided last time. Facts only, no model is asked. */
export function Prepare({ visit, last }: { visit: Visit; last: LastVisit }) {
  const { t } = useI18n();
  return (
    <section className={classes.prepare} aria-labelledby="prepare">
      <div className={classes.prepareHead}>
        <h2 id="prepare">{t("stage.prepare")}</h2>
        <MicrophoneMark />
        <ModelMark task="draft" />
      </div>
      <FailureNote failure={last.failure} />
      {last.detail ? <Last detail={last.detail} /> : last.isLoading && !last.failure ? <Loading /> : last.failure ? null : <p>{t("prepare.first")}</p>}
      <Since visit={visit} last={last.detail} />
    </section>
  );
}

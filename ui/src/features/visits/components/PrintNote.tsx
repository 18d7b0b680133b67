import { useQuery } from "@tanstack/react-query";
import type { VisitDetail } from "@api/bindings";
import { reading } from "@api/query";
import { formatDate, formatMoment, patientName } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useMe } from "@shared/session";
import classes from "./print.module.css";

/** The note on paper: the patient on each page, the signature, and what was added later. */
export function PrintNote({ detail }: { detail: VisitDetail }) {
  const { t } = useI18n();
  const me = useMe();
  const { visit, signature } = detail;
  const { data } = useQuery(reading("getPatientBanner", { patient_id: visit.patient_id }));
  const patient = data?.patient;
  return (
    <table className={`${classes.print} only-print`} role="presentation">
      <thead>
        <tr>
          <td>
            <div className={classes.printHead}>
              <span>{me.organization.name}</span>
              {signature ? null : <strong>{t("print.unsigned")}</strong>}
              <span>
                <strong>{patient ? patientName(patient) : visit.patient_name}</strong>
                {patient?.birth_date ? ` · ${t("patient.born", { date: formatDate(patient.birth_date) })}` : ""}
                {patient ? ` · ${t("patient.mrn_short")} ${patient.mrn}` : ""}
              </span>
            </div>
          </td>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>
            {signature ? null : <p className={classes.unsigned}>{t("print.unsigned")}</p>}
            <h1>{t("print.title", { date: formatMoment(visit.started_at) })}</h1>
            <p>
              {visit.clinician_name}
              {visit.reason ? ` · ${visit.reason}` : ""}
            </p>
            {detail.sections.map((section) => (
              <div key={section.section}>
                <h2>{t(`section.${section.section}`)}</h2>
                {section.sentences.length === 0 ? <p>–</p> : section.sentences.map((line) => <p key={line.sentence_id}>{line.text}</p>)}
              </div>
            ))}
            {detail.amendments.map((amendment) => (
              <div key={amendment.amendment_id}>
                <h2>{t("amend.heading")}</h2>
                <p>
                  {amendment.author_name}, {formatMoment(amendment.amended_at)}. {t("amend.reason")}: {amendment.reason}
                </p>
                <p style={{ whiteSpace: "pre-wrap" }}>{amendment.text}</p>
              </div>
            ))}
            <div className={classes.printFoot}>
              {signature ? (
                <>
                  <p>{t("signature.by", { name: signature.signer_name, at: formatMoment(signature.signed_at) })}</p>
                  <p>
                    SHA-256 {signature.content_hash} · {t(signature.matches ? "signature.matches" : "signature.differs")}
                  </p>
                </>
              ) : (
                <p>{t("print.unsigned")}</p>
              )}
            </div>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

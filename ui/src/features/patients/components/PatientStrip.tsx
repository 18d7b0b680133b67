import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { PatientBanner } from "@api/bindings";
import { reading } from "@api/query";
import { useCommand } from "@shared/commands";
import { formatDate, patientName } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { Icon } from "@shared/ui";
import classes from "./patients.module.css";

function useAge(banner: PatientBanner): string {
  const { t } = useI18n();
  if (banner.age_years === null) return t("patient.age_unknown");
  if (banner.age_years < 2) return t("patient.age_months", { count: banner.age_years * 12 + (banner.age_months ?? 0) });
  return t("patient.age_years", { count: banner.age_years });
}

function Facts({ banner }: { banner: PatientBanner }) {
  const { t } = useI18n();
  const age = useAge(banner);
  const { patient } = banner;
  return (
    <span className={classes.facts}>
      <span>
        <b>{age}</b>
        {patient.birth_date ? ` · ${t("patient.born", { date: formatDate(patient.birth_date) })}` : null}
      </span>
      <span>{t(patient.kind === "animal" ? `sex.animal.${patient.sex}` : `sex.${patient.sex}`)}</span>
      <span>
        {t("patient.mrn_short")} <b>{patient.mrn}</b>
      </span>
      {patient.animal ? (
        <span>
          {[patient.animal.species, patient.animal.breed].filter(Boolean).join(", ")} · {t("patient.owner_of", { name: `${patient.animal.owner.given_name} ${patient.animal.owner.family_name}`.trim() })}
        </span>
      ) : null}
    </span>
  );
}

/** Whose chart this is: above every page of the patient. */
export function PatientStrip({ patientId }: { patientId: string }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { data } = useQuery(reading("getPatientBanner", { patient_id: patientId }));
  useCommand("patient.chart", () => void navigate({ to: "/patients/$patientId", params: { patientId } }));
  if (!data) return <div className={classes.strip} aria-busy="true" />;
  const { patient } = data;
  return (
    <section className={classes.strip} aria-label={t("patient.strip")}>
      <Link to="/patients/$patientId" params={{ patientId }}>
        <Icon name={patient.kind === "animal" ? "paw" : "person"} size={20} />
        {patientName(patient)}
      </Link>
      <Facts banner={data} />
      <span className={classes.allergy}>{t("patient.allergies_unknown")}</span>
    </section>
  );
}

/** The same in one line, for dialogs that write. */
export function PatientLine({ patientId }: { patientId: string }) {
  const { data } = useQuery(reading("getPatientBanner", { patient_id: patientId }));
  if (!data) return null;
  return (
    <>
      <strong>{patientName(data.patient)}</strong>
      <Facts banner={data} />
    </>
  );
}

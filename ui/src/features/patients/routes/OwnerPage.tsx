import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { reading } from "@api/query";
import { useCommand } from "@shared/commands";
import { formatDate } from "@shared/format";
import { useI18n } from "@shared/i18n";
import { useCan } from "@shared/session";
import { Action, Card, EmptyState, ErrorState, Icon, Loading, Page, useTitle } from "@shared/ui";
import { EMPTY } from "../components/form";
import { PatientForm } from "../components/PatientForm";
import classes from "../components/patients.module.css";

/** A person with all their animals. */
export function OwnerPage() {
  const { t } = useI18n();
  const { ownerId } = useParams({ from: "/owners/$ownerId" });
  const navigate = useNavigate();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(reading("getOwner", { owner_id: ownerId }));
  const name = data ? `${data.owner.given_name} ${data.owner.family_name}`.trim() : "";
  useTitle(name, t("patient.owner"));
  useCommand("patient.new", () => setAdding(true), can("patient:write"));
  if (error && !data) return <ErrorState whole failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <Page
      title={name}
      lead={[t("patient.owner"), data.owner.phone, data.owner.email].filter(Boolean).join(" · ")}
      actions={
        <Action icon="plus" command="patient.new" needs="patient:write" onClick={() => setAdding(true)}>
          {t("patient.add_animal")}
        </Action>
      }
    >
      <Card title={t("patient.animals", { count: data.animals.length })} flush>
        {data.animals.length === 0 ? (
          <EmptyState icon="paw" title={t("patient.no_animals")} />
        ) : (
          <ul className={classes.animals}>
            {data.animals.map((animal) => (
              <li key={animal.patient_id}>
                <Link to="/patients/$patientId" params={{ patientId: animal.patient_id }} data-list-row>
                  <Icon name="paw" />
                  <strong>{animal.given_name}</strong>
                  <span>{animal.species}</span>
                  <small>
                    {animal.birth_date ? formatDate(animal.birth_date) : ""} {animal.mrn}
                  </small>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {adding ? (
        <PatientForm
          initial={{ ...EMPTY, kind: "animal", owner_id: ownerId, owner_family_name: data.owner.family_name, owner_given_name: data.owner.given_name }}
          onClose={() => setAdding(false)}
          onSaved={(patient) => void navigate({ to: "/patients/$patientId", params: { patientId: patient.patient_id } })}
        />
      ) : null}
    </Page>
  );
}

import { Button, Input, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import type { Patient, WireFailure } from "@api/bindings";
import { reading, useRun } from "@api/query";
import { inWords, ruleWords } from "@shared/failures";
import { useI18n } from "@shared/i18n";
import { formatDate, patientName } from "@shared/format";
import { Dialog, DialogButtons, FailureNote, notifyDone } from "@shared/ui";
import { differences, formField, fromPatient, toInput, type PatientValues } from "./form";
import { PatientConflict } from "./PatientConflict";
import classes from "./patients.module.css";

type Props = { patient?: Patient; initial: PatientValues; onClose: () => void; onSaved: (patient: Patient) => void };

/** Warns while typing when somebody of this name is known already. */
function Namesakes({ values }: { values: PatientValues }) {
  const { t } = useI18n();
  const name = values.kind === "human" ? `${values.family_name} ${values.given_name}`.trim() : "";
  const [query] = useDebouncedValue(name, 250);
  const enabled = values.family_name.trim().length > 1 && values.given_name.trim().length > 1;
  const { data } = useQuery({ ...reading("searchPatients", { query, limit: 3 }), enabled });
  if (!enabled || !data || data.items.length === 0) return null;
  return (
    <div className={classes.full} role="status">
      {t("patient.namesakes")}{" "}
      {data.items.map((found, at) => (
        <span key={found.patient_id}>
          {at > 0 ? ", " : ""}
          <Link to="/patients/$patientId" params={{ patientId: found.patient_id }}>
            {patientName(found)}
            {found.birth_date ? ` (${formatDate(found.birth_date)})` : ""}
          </Link>
        </span>
      ))}
    </div>
  );
}

function Owners({ values, onPick }: { values: PatientValues; onPick: (changes: Partial<PatientValues>) => void }) {
  const { t } = useI18n();
  const [query] = useDebouncedValue(values.owner_family_name.trim(), 200);
  const { data } = useQuery({ ...reading("searchOwners", { query, limit: 5 }), enabled: query.length > 1 && !values.owner_id });
  if (values.owner_id)
    return (
      <div className={classes.owners}>
        {t("patient.owner_known")}
        <Button size="compact-sm" variant="default" onClick={() => onPick({ owner_id: "" })}>
          {t("patient.owner_other")}
        </Button>
      </div>
    );
  if (!data || data.items.length === 0) return null;
  return (
    <div className={classes.owners}>
      {t("patient.owner_pick")}
      {data.items.map((owner) => (
        <Button
          key={owner.owner_id}
          size="compact-sm"
          variant="default"
          onClick={() =>
            onPick({ owner_id: owner.owner_id, owner_family_name: owner.family_name, owner_given_name: owner.given_name, owner_phone: owner.phone ?? "" })
          }
        >
          {owner.family_name} {owner.given_name} {owner.phone ?? ""}
        </Button>
      ))}
    </div>
  );
}

export function PatientForm({ patient: latest, initial, onClose, onSaved }: Props) {
  const { t } = useI18n();
  // The version that the form was filled from; a newer one that arrives meanwhile is a conflict.
  const [patient] = useState(latest);
  const [values, setValues] = useState(initial);
  const [conflict, setConflict] = useState<Patient | null>(null);
  const create = useRun("createPatient");
  const update = useRun("updatePatient");
  const failure: WireFailure | null = create.error ?? update.error;
  const animal = values.kind === "animal";

  const change = (changes: Partial<PatientValues>) => setValues((now) => ({ ...now, ...changes }));
  const done = (saved: Patient) => {
    notifyDone("patient.saved", { values: { name: patientName(saved) } });
    onSaved(saved);
  };
  const save = (wanted: PatientValues, version?: number) => {
    if (!patient) {
      create.mutate(toInput(wanted), { onSuccess: done });
      return;
    }
    update.mutate(
      { patient_id: patient.patient_id, version: version ?? patient.version, patient: toInput(wanted) },
      {
        onSuccess: done,
        onError: (refused) => {
          const now = refused.current as Patient | undefined;
          if (refused.type === "Conflict" && now) setConflict(now);
        },
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(values);
  };
  const blamed = formField(failure?.field);
  const bind = (name: Exclude<keyof PatientValues, "restricted">) => ({
    name,
    value: values[name],
    error: blamed === name && failure ? (failure.rule ? t(ruleWords(failure.rule)) : inWords(failure).hint) : null,
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });

  if (conflict)
    return (
      <PatientConflict
        mine={values}
        theirs={fromPatient(conflict)}
        fields={differences(values, fromPatient(conflict))}
        onClose={() => setConflict(null)}
        onChoose={(chosen) => {
          setValues(chosen);
          setConflict(null);
          save(chosen, conflict.version);
        }}
      />
    );
  return (
    <Dialog title={t(patient ? "patient.edit" : "patient.new")} onClose={onClose} size="lg" patient={patient ? <strong>{patientName(patient)} · {patient.mrn}</strong> : undefined}>
      <form onSubmit={submit} className={classes.form} noValidate>
        {patient ? null : (
          <div className={classes.full}>
            <SegmentedControl
              aria-label={t("patient.kind")}
              value={values.kind}
              onChange={(kind) => change({ kind: kind as PatientValues["kind"] })}
              data={[
                { value: "human", label: t("patient.kind_human") },
                { value: "animal", label: t("patient.kind_animal") },
              ]}
            />
          </div>
        )}
        {animal ? (
          <>
            <TextInput label={t("patient.animal_name")} required data-autofocus {...bind("given_name")} />
            <TextInput label={t("patient.species")} required placeholder={t("patient.species_example")} {...bind("species")} />
            <TextInput label={t("patient.breed")} {...bind("breed")} />
            <TextInput label={t("patient.coat_color")} {...bind("coat_color")} />
            <TextInput label={t("patient.chip_number")} inputMode="numeric" {...bind("chip_number")} />
          </>
        ) : (
          <>
            <TextInput label={t("patient.family_name")} required data-autofocus {...bind("family_name")} />
            <TextInput label={t("patient.given_name")} required {...bind("given_name")} />
            <Namesakes values={values} />
          </>
        )}
        <TextInput type="date" label={t("patient.birth_date")} max="9999-12-31" {...bind("birth_date")} />
        <Input.Wrapper labelElement="div" label={t("patient.sex")}>
          <SegmentedControl
            size="sm"
            fullWidth
            aria-label={t("patient.sex")}
            value={values.sex}
            onChange={(sex) => change({ sex: sex as PatientValues["sex"] })}
            data={(["female", "male", "other", "unknown"] as const).map((sex) => ({ value: sex, label: t(animal ? `sex.animal.${sex}` : `sex.${sex}`) }))}
          />
        </Input.Wrapper>
        {animal ? (
          <>
            <Input.Wrapper labelElement="div" label={t("patient.neutered")}>
              <SegmentedControl
                fullWidth
                aria-label={t("patient.neutered")}
                value={values.is_neutered}
                onChange={(value) => change({ is_neutered: value as PatientValues["is_neutered"] })}
                data={[
                  { value: "", label: t("patient.neutered_unknown") },
                  { value: "yes", label: t("shared.yes") },
                  { value: "no", label: t("shared.no") },
                ]}
              />
            </Input.Wrapper>
            <fieldset className={classes.fieldset}>
              <legend>{t("patient.owner")}</legend>
              <TextInput label={t("patient.family_name")} required readOnly={Boolean(values.owner_id)} {...bind("owner_family_name")} />
              <TextInput label={t("patient.given_name")} readOnly={Boolean(values.owner_id)} {...bind("owner_given_name")} />
              <Owners values={values} onPick={change} />
              {values.owner_id ? null : <TextInput label={t("patient.phone")} {...bind("owner_phone")} />}
            </fieldset>
          </>
        ) : (
          <>
            <TextInput label={t("patient.phone")} inputMode="tel" {...bind("phone")} />
            <TextInput label={t("patient.email")} inputMode="email" {...bind("email")} />
            <TextInput className={classes.full} label={t("patient.address")} {...bind("address")} />
          </>
        )}
        <TextInput label={t("patient.mrn")} description={patient ? undefined : t("patient.mrn_hint")} {...bind("mrn")} />
        <Switch className={classes.full} label={t("patient.restricted")} description={t("patient.restricted_hint")} checked={values.restricted} onChange={(event) => change({ restricted: event.currentTarget.checked })} />
        <div className={classes.full}>
          {blamed && failure?.type === "Conflict" && failure.existing ? (
            <Link to="/patients/$patientId" params={{ patientId: failure.existing }}>
              {t("patient.open_existing")}
            </Link>
          ) : (
            <FailureNote failure={failure} fields={blamed && failure?.field ? [failure.field] : []} />
          )}
          <DialogButtons>
            <Button variant="default" onClick={onClose}>
              {t("shared.cancel")}
            </Button>
            <Button type="submit" loading={create.isPending || update.isPending}>
              {t("shared.save")}
            </Button>
          </DialogButtons>
        </div>
      </form>
    </Dialog>
  );
}

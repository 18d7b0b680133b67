import { Button } from "@mantine/core";
import { useState } from "react";
import { useI18n, type MessageId } from "@shared/i18n";
import { Dialog, DialogButtons } from "@shared/ui";
import type { PatientValues } from "./form";
import classes from "./patients.module.css";

const WORDS: Record<keyof PatientValues, MessageId> = {
  kind: "patient.kind",
  mrn: "patient.mrn",
  family_name: "patient.family_name",
  given_name: "patient.given_name",
  birth_date: "patient.birth_date",
  sex: "patient.sex",
  phone: "patient.phone",
  email: "patient.email",
  address: "patient.address",
  restricted: "patient.restricted",
  species: "patient.species",
  breed: "patient.breed",
  coat_color: "patient.coat_color",
  chip_number: "patient.chip_number",
  is_neutered: "patient.neutered",
  owner_id: "patient.owner",
  owner_family_name: "patient.owner",
  owner_given_name: "patient.owner",
  owner_phone: "patient.phone",
};

type Props = {
  mine: PatientValues;
  theirs: PatientValues;
  fields: (keyof PatientValues)[];
  onClose: () => void;
  onChoose: (values: PatientValues) => void;
};

/** Somebody else saved first: both values, side by side, field by field. */
export function PatientConflict({ mine, theirs, fields, onClose, onChoose }: Props) {
  const { t } = useI18n();
  const [chosen, setChosen] = useState<Partial<Record<keyof PatientValues, "mine" | "theirs">>>({});
  const show = (values: PatientValues, name: keyof PatientValues) => {
    const value = values[name];
    if (typeof value === "boolean") return t(value ? "shared.yes" : "shared.no");
    return value === "" ? t("conflict.empty") : value;
  };
  const merged = () => {
    const result: Record<string, unknown> = { ...theirs };
    for (const name of fields) if ((chosen[name] ?? "mine") === "mine") result[name] = mine[name];
    return result as PatientValues;
  };
  return (
    <Dialog title={t("conflict.title")} onClose={onClose} size="lg">
      <p style={{ marginBottom: 12 }}>{t("conflict.patient_hint")}</p>
      <table className={classes.compare}>
        <thead>
          <tr>
            <th>{t("conflict.field")}</th>
            <th>{t("conflict.mine")}</th>
            <th>{t("conflict.theirs")}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((name) => (
            <tr key={name}>
              <th scope="row">{t(WORDS[name])}</th>
              {(["mine", "theirs"] as const).map((side) => (
                <td key={side}>
                  <label>
                    <input type="radio" name={name} checked={(chosen[name] ?? "mine") === side} onChange={() => setChosen((now) => ({ ...now, [name]: side }))} />
                    {show(side === "mine" ? mine : theirs, name)}
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <DialogButtons>
        <Button variant="default" onClick={onClose}>
          {t("conflict.back")}
        </Button>
        <Button onClick={() => onChoose(merged())}>{t("conflict.save_chosen")}</Button>
      </DialogButtons>
    </Dialog>
  );
}

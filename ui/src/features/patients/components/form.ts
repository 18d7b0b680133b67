/** What the form of a patient holds, and what the server is sent. */
import type { NewPatient, Patient } from "@api/bindings";

export type PatientValues = {
  kind: "human" | "animal";
  mrn: string;
  family_name: string;
  given_name: string;
  birth_date: string;
  sex: Patient["sex"];
  phone: string;
  email: string;
  address: string;
  restricted: boolean;
  species: string;
  breed: string;
  coat_color: string;
  chip_number: string;
  is_neutered: "" | "yes" | "no";
  owner_id: string;
  owner_family_name: string;
  owner_given_name: string;
  owner_phone: string;
};

export const EMPTY: PatientValues = {
  kind: "human",
  mrn: "",
  family_name: "",
  given_name: "",
  birth_date: "",
  sex: "unknown",
  phone: "",
  email: "",
  address: "",
  restricted: false,
  species: "",
  breed: "",
  coat_color: "",
  chip_number: "",
  is_neutered: "",
  owner_id: "",
  owner_family_name: "",
  owner_given_name: "",
  owner_phone: "",
};

/** `Nowak, Anna` or `Nowak Anna` typed into the search becomes the start of a form. */
export function fromSearch(text: string): PatientValues {
  const [family = "", ...given] = text.includes(",") ? text.split(",") : text.trim().split(/\s+/);
  return { ...EMPTY, family_name: family.trim(), given_name: given.join(" ").trim() };
}

export function fromPatient(patient: Patient): PatientValues {
  const { animal } = patient;
  return {
    kind: patient.kind,
    mrn: patient.mrn,
    family_name: patient.family_name,
    given_name: patient.given_name,
    birth_date: patient.birth_date ?? "",
    sex: patient.sex,
    phone: patient.phone ?? "",
    email: patient.email ?? "",
    address: patient.address ?? "",
    restricted: patient.restricted,
    species: animal?.species ?? "",
    breed: animal?.breed ?? "",
    coat_color: animal?.coat_color ?? "",
    chip_number: animal?.chip_number ?? "",
    is_neutered: animal?.is_neutered == null ? "" : animal.is_neutered ? "yes" : "no",
    owner_id: animal?.owner.owner_id ?? "",
    owner_family_name: animal?.owner.family_name ?? "",
    owner_given_name: animal?.owner.given_name ?? "",
    owner_phone: animal?.owner.phone ?? "",
  };
}

const filled = (text: string) => text.trim() || null;

export function toInput(values: PatientValues): NewPatient {
  const animal = values.kind === "animal";
  return {
    kind: values.kind,
    mrn: filled(values.mrn),
    family_name: animal ? "" : values.family_name.trim(),
    given_name: values.given_name.trim(),
    birth_date: filled(values.birth_date),
    sex: values.sex,
    phone: animal ? null : filled(values.phone),
    email: animal ? null : filled(values.email),
    address: animal ? null : filled(values.address),
    restricted: values.restricted,
    animal: animal
      ? {
          species: values.species.trim(),
          breed: filled(values.breed),
          coat_color: filled(values.coat_color),
          chip_number: filled(values.chip_number),
          is_neutered: values.is_neutered === "" ? null : values.is_neutered === "yes",
          owner_id: filled(values.owner_id),
          owner: values.owner_id
            ? null
            : {
                family_name: values.owner_family_name.trim(),
                given_name: values.owner_given_name.trim(),
                phone: filled(values.owner_phone),
              },
        }
      : null,
  };
}

/** The form's name for the field that the server names. */
export function formField(field: string | null | undefined): keyof PatientValues | null {
  if (!field) return null;
  const name = field.replace(/^patient\./, "").replace(/^animal\.owner\./, "owner_").replace(/^owner\./, "owner_").replace(/^animal\./, "");
  if (name === "owner" || name === "animal.owner") return "owner_family_name";
  return name in EMPTY ? (name as keyof PatientValues) : null;
}

/** Fields in which two versions of a patient differ. */
export function differences(mine: PatientValues, theirs: PatientValues): (keyof PatientValues)[] {
  return (Object.keys(EMPTY) as (keyof PatientValues)[]).filter((name) => name !== "owner_id" && mine[name] !== theirs[name]);
}

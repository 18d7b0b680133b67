import { describe, expect, it } from "vitest";
import { differences, EMPTY, formField, fromSearch, toInput } from "./form";

describe("the form of a patient", () => {
  it("PAT-1 starts with what was searched", () => {
    expect(fromSearch("Nowak, Anna Maria")).toMatchObject({ family_name: "Nowak", given_name: "Anna Maria" });
    expect(fromSearch("Nowak Anna")).toMatchObject({ family_name: "Nowak", given_name: "Anna" });
  });

  it("PAT-9 sends species and owner for animals only", () => {
    const animal = toInput({ ...EMPTY, kind: "animal", given_name: "Burek", species: "dog", owner_family_name: "Kowalski", is_neutered: "no" });
    expect(animal.animal).toMatchObject({ species: "dog", is_neutered: false, owner: { family_name: "Kowalski" } });
    expect(toInput({ ...EMPTY, given_name: "Anna", species: "dog" }).animal).toBeNull();
    expect(toInput({ ...EMPTY, kind: "animal", owner_id: "o1" }).animal).toMatchObject({ owner_id: "o1", owner: null });
  });

  it("finds the field that the server blames", () => {
    expect(["given_name", "animal.species", "animal.owner.family_name", "patient.birth_date", "version"].map(formField)).toEqual(["given_name", "species", "owner_family_name", "birth_date", null]);
  });

  it("PAT-4 knows in what two versions differ", () => {
    expect(differences({ ...EMPTY, phone: "1" }, { ...EMPTY, phone: "2", restricted: true })).toEqual(["phone", "restricted"]);
  });
});

import type { Command } from "@shared/commands";

export const patientCommands: readonly Command[] = [
  { id: "go.patients", title: "command.go_patients", group: "go", keys: ["g p"] },
  { id: "patient.new", title: "command.patient_new", group: "list", keys: ["n"] },
  { id: "patient.start_visit", title: "command.start_visit", group: "patient", keys: ["v"] },
  { id: "patient.edit", title: "command.patient_edit", group: "patient", keys: ["e"] },
  { id: "patient.export", title: "command.export_visits", group: "patient", keys: [] },
  { id: "patient.import_visits", title: "command.import_visits", group: "patient", keys: [] },
  { id: "patient.chart", title: "command.open_chart", group: "patient", keys: ["c"] },
];

export { patientCommands } from "./commands";
export { PatientLine, PatientStrip } from "./components/PatientStrip";

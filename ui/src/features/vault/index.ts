export { AskPassphrase } from "./components/AskPassphrase";
export { KeyForm } from "./components/KeyForm";
export { KeyPlace } from "./components/KeyPlace";
export { useClosedKeys } from "./hooks/useClosedKeys";

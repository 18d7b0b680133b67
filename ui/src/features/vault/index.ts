export { AskPassphrase } from "./components/AskPassphrase";
export { KeyPlace } from "./components/KeyPlace";

export { modelsCommands } from "./commands";
export { OutsideChip } from "./components/OutsideChip";
export { StepList } from "./components/StepList";

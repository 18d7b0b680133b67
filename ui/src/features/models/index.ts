export { modelsCommands } from "./commands";
export { ModelMark } from "./components/ModelMark";
export { OutsideChip } from "./components/OutsideChip";
export { StepList } from "./components/StepList";

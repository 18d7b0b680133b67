import { createTheme, type MantineColorsTuple } from "@mantine/core";

const petrol: MantineColorsTuple = [
  "#e7f5f6",
  "#cfe9ec",
  "#a3d5da",
  "#74c0c8",
  "#4daeb9",
  "#3199a6",
  "#1e8290",
  "#126e7b",
  "#0d5d69",
  "#0a4b55",
];

/** The kit's own, except for the shade of buttons on dark: white on it would be hard to read. */
const red: MantineColorsTuple = ["#fff5f5", "#ffe3e3", "#ffc9c9", "#ffa8a8", "#ff8787", "#ff6b6b", "#fa5252", "#e03131", "#e03131", "#c92a2a"];

export const theme = createTheme({
  colors: { petrol, red },
  primaryColor: "petrol",
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Ubuntu, Cantarell, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Consolas, monospace",
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    Modal: { defaultProps: { transitionProps: { duration: 120, transition: "pop" }, overlayProps: { backgroundOpacity: 0.45 } } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, transitionProps: { duration: 80 } } },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: "md", position: "bottom-end" } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: "md" } },
  },
});

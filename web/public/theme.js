// Runs before the first paint. Keep in step with src/lib/theme.ts, which owns the same key.
try {
  const theme = localStorage.getItem("flowdesk.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme is then what we show.
}

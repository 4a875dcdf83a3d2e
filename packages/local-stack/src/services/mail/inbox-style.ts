/** The inbox's only style sheet. System colours carry it through light and dark. */
export const inboxStyle = `
:root {
  color-scheme: light dark;
  --line: light-dark(#e4e4e7, #2e2e33);
  --soft: light-dark(#f7f7f8, #1c1c20);
  --page: light-dark(#ffffff, #131316);
  --text: light-dark(#18181b, #ededf0);
  --quiet: light-dark(#5f5f68, #a3a3ad);
  --accent: light-dark(#2f5bea, #8ea8ff);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 15px/1.5 system-ui, sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
header { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: baseline; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
a { color: var(--accent); }
a:focus-visible, input:focus-visible, button:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
}
.quiet { color: var(--quiet); font-size: .875rem; }
form { display: flex; gap: .5rem; flex: 1 1 14rem; justify-content: flex-end; }
input, button {
  font: inherit;
  color: inherit;
  background: var(--soft);
  border: 1px solid var(--line);
  border-radius: .5rem;
  padding: .35rem .7rem;
  min-height: 2.5rem;
}
input { min-width: 0; flex: 1 1 10rem; max-width: 20rem; }
button { cursor: pointer; }
ol { list-style: none; margin: 1.25rem 0; padding: 0; border-top: 1px solid var(--line); }
ol a {
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto;
  gap: 0 1rem;
  padding: .75rem .25rem;
  border-bottom: 1px solid var(--line);
  color: inherit;
  text-decoration: none;
}
ol a:hover { background: var(--soft); }
ol strong { font-weight: 600; overflow-wrap: anywhere; }
ol .quiet { overflow-wrap: anywhere; }
.empty {
  margin: 3rem 0;
  text-align: center;
  color: var(--quiet);
}
dl {
  display: grid;
  grid-template-columns: auto minmax(0, 1fr);
  gap: .25rem 1rem;
  margin: 1rem 0;
}
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
nav { display: flex; gap: .25rem; border-bottom: 1px solid var(--line); margin-top: 1.25rem; }
nav a {
  padding: .5rem .85rem;
  color: var(--quiet);
  text-decoration: none;
  border-bottom: 2px solid transparent;
}
nav a[aria-current] { color: var(--text); border-color: var(--accent); }
iframe {
  width: 100%;
  height: 70vh;
  border: 1px solid var(--line);
  border-top: 0;
  background: #ffffff;
}
pre {
  margin: 0;
  padding: 1rem;
  background: var(--soft);
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  font: 13px/1.55 ui-monospace, monospace;
}
ul { padding-left: 1.1rem; }
@media (max-width: 30rem) {
  ol a { grid-template-columns: minmax(0, 1fr); }
  ol span:empty { display: none; }
  dl { grid-template-columns: minmax(0, 1fr); }
  dd { margin-bottom: .5rem; }
}
`;

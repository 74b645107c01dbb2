/** The look of the pages, by day and by night: contrast of 7:1 for text, targets of 24 px at least, from 320 px of width on. */
export const STYLESHEET = `
:root { color-scheme: light dark; --back: #fff; --text: #1b1b1f; --soft: #4a4f57; --line: #767b85; --accent: #0b4596;
  --on-accent: #fff; --good: #e8f3ea; --bad: #fdecea; --bad-line: #a11d12; }
@media (prefers-color-scheme: dark) {
  :root { --back: #14161a; --text: #ececee; --soft: #c2c7d0; --line: #8d939e; --accent: #a9cbff; --on-accent: #0b1b33;
    --good: #16301c; --bad: #3d1714; --bad-line: #ffb4ab; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main, nav { max-width: 40rem; margin: 0 auto; padding: 0 1rem; }
main { padding-bottom: 3rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 1rem 0 0; padding: 0; }
nav a { display: inline-block; padding: .25rem 0; }
a { color: var(--accent); }
a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .5rem; }
fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; padding: .5rem 1rem 1rem; min-width: 0; }
fieldset.apart { margin-top: 2.5rem; }
legend { font-weight: 600; padding: 0 .25rem; }
legend h2 { margin: 0; }
.hint { color: var(--soft); margin: .25rem 0 .5rem; }
.box { display: flex; align-items: flex-start; gap: .75rem; padding: .25rem 0; }
.box input { flex: none; width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--accent); }
dl { margin: 0; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; }
.times { display: flex; flex-wrap: wrap; gap: 1rem; }
.times label { display: block; }
input[type=time] { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: .25rem;
  padding: .5rem; min-height: 2.75rem; }
input[aria-invalid=true] { border: 2px solid var(--bad-line); }
button { font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 2px solid var(--accent);
  border-radius: .375rem; padding: .5rem 1rem; min-height: 2.75rem; max-width: 100%; }
button.quiet { color: var(--accent); background: var(--back); }
.notice { background: var(--good); border-left: .25rem solid currentcolor; padding: .75rem 1rem; }
.errors { background: var(--bad); border-left: .25rem solid var(--bad-line); padding: .75rem 1rem; }
.errors h2 { margin: 0; font-size: 1.125rem; }
.errors ul { margin: .5rem 0 0; padding-left: 1.25rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { button { border-color: ButtonText; } }
`;

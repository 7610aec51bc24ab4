import { nameOf, SAMPLE_ADDRESSES } from './google-stand-in-person.js';

/** The choice of who signs in: links to the sample people, or one form. The request's parameters go along with each. */
export function choicePage(request: URLSearchParams, complaint = ''): string {
  return page(`
    <p class="badge">Stand-in for Google</p>
    <h1>Who signs in?</h1>
    <p>This page is not Google. It stands in for Google sign-in on this machine, needs no password, and lets you be
    anybody.</p>
    <ul>${SAMPLE_ADDRESSES.map((address) => sample(address, request)).join('')}</ul>
    <form method="get" action="/authorize">
      ${[...request].map(hiddenField).join('')}
      <label for="email">Or another address</label>
      <input id="email" name="email" type="text" inputmode="email" autocomplete="off" spellcheck="false" required
        placeholder="somebody@example.com" ${complaint && 'aria-describedby="complaint" aria-invalid="true"'}>
      ${complaint && `<p id="complaint">${escaped(complaint)}</p>`}
      <label class="option"><input type="checkbox" name="workspace" value="on"> It belongs to a Google Workspace
        <small>Google then vouches for it, as for gmail.com</small></label>
      <label class="option"><input type="checkbox" name="unverified" value="on"> Google has not verified it</label>
      <button>Sign in</button>
    </form>
    <p><a href="${escaped(cancelUrl(request))}">Cancel</a></p>`);
}

export function errorPage(problem: string): string {
  return page(`<p class="badge">Stand-in for Google</p><h1>This sign-in cannot work</h1><p>${escaped(problem)}</p>`);
}

/** Where Google, too, sends those who do not want to sign in. */
function cancelUrl(request: URLSearchParams): string {
  const url = new URL(request.get('redirect_uri') ?? '');
  url.searchParams.set('error', 'access_denied');
  url.searchParams.set('state', request.get('state') ?? '');
  return url.href;
}

function sample(email: string, request: URLSearchParams): string {
  const query = new URLSearchParams([...request, ['email', email]]);
  const name = nameOf(email);
  return `<li><a href="/authorize?${escaped(query.toString())}">
    <span class="initial" aria-hidden="true">${name.charAt(0)}</span>
    <span>${name}<small>${email}</small></span></a></li>`;
}

function hiddenField([name, value]: [string, string]): string {
  return `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;
}

function page(body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Stand-in for Google</title>
  <style>${STYLE}</style>
</head>
<body><main>${body}</main></body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
  :root { --text: #1f2328; --quiet: #59636e; --line: #d1d9e0; --card: #fff; --back: #f3f4f6; --accent: #8a4b00; --tint: #fff3dc;
    --error: #b3261e; }
  @media (prefers-color-scheme: dark) {
    :root { --text: #e6e8eb; --quiet: #9aa4af; --line: #3b424a; --card: #1b1f24; --back: #0f1215; --accent: #ffbf66; --tint: #33260f;
      --error: #ffb4ab; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
    font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
  main { width: 100%; max-width: 26rem; padding: 2rem; background: var(--card); border: 1px solid var(--line);
    border-top: 6px solid var(--accent); border-radius: 12px; }
  h1 { margin: .75rem 0 .25rem; font-size: 1.5rem; line-height: 1.25; }
  p { margin: 0 0 1rem; color: var(--quiet); }
  a { color: var(--accent); }
  small { display: block; color: var(--quiet); font-size: .85rem; }
  .badge { display: inline-block; margin: 0; padding: .1rem .6rem; border-radius: 99px; font-size: .85rem; font-weight: 600;
    color: var(--accent); background: var(--tint); }
  ul { list-style: none; margin: 0 0 1.25rem; padding: 0; border-block: 1px solid var(--line); }
  li + li { border-top: 1px solid var(--line); }
  li a { display: flex; gap: .75rem; align-items: center; padding: .6rem .25rem; color: inherit; text-decoration: none; }
  li a:hover { background: var(--tint); }
  .initial { flex: none; width: 2.25rem; height: 2.25rem; border-radius: 50%; display: grid; place-items: center;
    font-weight: 600; color: var(--accent); background: var(--tint); }
  label { display: block; margin-bottom: .25rem; font-weight: 600; }
  .option { display: grid; grid-template-columns: auto 1fr; column-gap: .6rem; align-items: baseline; font-weight: 400; }
  .option small { grid-column: 2; }
  input[type=text], button { width: 100%; padding: .65rem .75rem; font: inherit; border-radius: 8px; border: 1px solid var(--line); }
  input[type=text] { margin-bottom: .75rem; color: inherit; background: var(--back); }
  button { margin: .75rem 0 1rem; font-weight: 600; cursor: pointer; color: var(--card); background: var(--accent); border-color: var(--accent); }
  main > p:last-child { margin: 0; text-align: center; }
  #complaint { margin-top: -.5rem; color: var(--error); }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

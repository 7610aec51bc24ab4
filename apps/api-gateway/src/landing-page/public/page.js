/** What the page shows: one view at a time, and a message above it. */

const byId = (id) => document.getElementById(id);

/** @param keepEmail puts the address that was typed in one view into that of the next */
export function showView(id, { keepEmail = false } = {}) {
  const typed = keepEmail ? document.querySelector('main > section:not([hidden]) [name=email]')?.value : undefined;
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== id;
  const email = byId(id).querySelector('[name=email]');
  if (typed && email) email.value = typed;
  byId(id).querySelector('h1').focus();
}

export function showMessage(text, { isError = false } = {}) {
  if (text === '') offerNewLink(false);
  const message = byId('message');
  message.textContent = text;
  message.classList.toggle('error', isError);
  message.hidden = text === '';
}

/** Below the message that a link has expired. */
export function offerNewLink(offered) {
  byId('new-link').hidden = !offered;
}

export function showProfile({ id, nickname, avatarUrl }) {
  byId('nickname').textContent = nickname;
  byId('initial').textContent = nickname.charAt(0).toUpperCase();
  byId('user-id').textContent = id;
  byId('initial').hidden = avatarUrl !== null;
  byId('picture').hidden = avatarUrl === null;
  byId('picture').src = avatarUrl ?? '';
  byId('avatar-url').replaceChildren(avatarUrl === null ? 'None yet' : linkTo(avatarUrl));
  showView('profile');
}

/** Calls `work` with the form's fields and the button's value, and empties the form where that resolves to true. */
export function onSubmit(formId, work) {
  const form = byId(formId);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    const done = await whileDisabled(form.querySelectorAll('button'), () => work(fields, event.submitter?.value));
    if (done) form.reset();
  });
}

export function onClick(buttonId, work) {
  const button = byId(buttonId);
  button.addEventListener('click', () => whileDisabled([button], work));
}

/** A second click has to wait for the first. */
async function whileDisabled(buttons, work) {
  for (const button of buttons) button.disabled = true;
  try {
    return await work();
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function linkTo(href) {
  const link = document.createElement('a');
  link.href = href;
  link.textContent = new URL(href, location.href).href;
  return link;
}

/** What brought the browser here: a sign-in at Google, or a link in a mail. */

/** Takes it out of the address at once: neither the history nor a bookmark shall keep a code or a token. */
export function takeArrival() {
  const query = new URLSearchParams(location.search);
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (location.search !== '' || location.hash !== '') history.replaceState(null, '', location.pathname);
  return {
    code: query.get('code'),
    error: query.get('error'),
    verifyEmail: fragment.get('verify-email'),
    resetPassword: fragment.get('reset-password'),
  };
}

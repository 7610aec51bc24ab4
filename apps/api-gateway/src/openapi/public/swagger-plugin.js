/** What Swagger UI does here besides: it fills in values that work, and shows a problem by its reasons. */
(() => {
  /** For a browser to open: fetch cannot follow them to Google. */
  const BROWSER_PATHS = ['/v1/auth/google', '/v1/auth/google/callback'];

  const suffix = () => Math.random().toString(36).slice(2, 8);
  const anEmail = () => `ada-${suffix()}@example.com`;
  const aNickname = () => `ada_${suffix()}`;
  const PASSWORD = 'correct horse battery staple';
  const ABOUT = 'Countess of computing';

  globalThis.messengerPlugin = ({ React }) => ({
    wrapComponents: {
      // Its body is described once, as the model Problem.
      response: (Original) => (props) => React.createElement(Original, { ...props, response: withoutProblem(props) }),
    },
    statePlugins: {
      spec: {
        wrapSelectors: {
          allowTryItOutFor: (original) => (state, path, method) =>
            !BROWSER_PATHS.includes(path) && original(state, path, method),
        },
        wrapActions: {
          updateSpec: (original) => (spec) => original(withFreshNames(spec)),
          setResponse: (original, system) => (path, method, response) => {
            if (response.status < 300) prefill(system, path, method);
            return original(path, method, response);
          },
        },
      },
    },
  });

  function withoutProblem({ response }) {
    return response.hasIn(['content', 'application/problem+json']) ? response.delete('content') : response;
  }

  /** Registering and logging in begin with the same address, which nobody has. */
  function withFreshNames(spec) {
    return typeof spec === 'string'
      ? spec
          .replaceAll('"example":{"email":"ada@example.com"', `"example":{"email":"${anEmail()}"`)
          .replaceAll('"example":{"nickname":"ada"', `"example":{"nickname":"${aNickname()}"`)
      : spec;
  }

  /** Another address or nickname for the next call: this one is taken now. */
  function prefill({ oas3Actions }, path, method) {
    const fill = (to, toMethod, body) =>
      oas3Actions.setRequestBodyValue({ value: JSON.stringify(body, null, 2), pathMethod: [to, toMethod] });
    if (path === '/v1/auth/register') fill(path, 'post', { email: anEmail(), password: PASSWORD });
    if (path === '/v1/users/me' && method === 'patch') fill(path, 'patch', { nickname: aNickname(), about: ABOUT });
  }
})();

/** The ids of the examples: another one for each person and thing, so that no two are taken for each other. */
export const EXAMPLE_IDS = {
  ada: '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42',
  grace: '019aa3c1-02b7-7d10-9c4e-6a1f27d3b8e5',
  session: '019aa3c0-7a51-7aa2-b1f7-90c4d2e8563a',
  identity: '019aa3c2-4e08-7f6b-8a35-c71d0b92e4f6',
  invite: '019aa3c2-8b13-7c52-9d47-5e2a90f6c1b8',
  export: '019aa3c2-9f20-7d68-8a31-4b7e02c5d9f6',
  report: '019aa3c6-3e5b-7a90-8c24-d5f1720b9e63',
  auditEntry: '019aa3c2-a4d7-7e19-8b60-1c93f5e2d748',
  friendRequest: '019aa3c3-9d1c-7b44-a2e9-1f5806c7ad3b',
  chat: '019aa3c4-51f2-7e83-96d0-b84a3c72f519',
  message: '019aa3c5-0ac6-7c95-8f1b-2de763a940b8',
  clientMessage: '5b9e4c1a-7d30-4f28-9a6e-c3f18b2d7045',
  event: '019aa3c5-0ac9-7d27-b3c8-74f0e91a5d62',
} as const;

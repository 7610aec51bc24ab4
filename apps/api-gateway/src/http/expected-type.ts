/** What a body that is refused with 415 should have been. */
export const EXPECTED_TYPE = 'Send the body as JSON in UTF-8, with the header Content-Type: application/json';

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Returns `plural(count, forms)` of a language; `#` in a form becomes the number as the language writes it. */
export function pluralsOf(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count));
}

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Returns `plural(count, forms)` of a language; `#` in a form becomes the number as the language writes it. */
export function pluralsOf(language: string): (count: number, forms: Forms) => string {
  // Made when they are first needed: most languages never are, and each takes milliseconds.
  let rules: Intl.PluralRules | undefined;
  let numbers: Intl.NumberFormat | undefined;
  return (count, forms) => {
    rules ??= new Intl.PluralRules(language);
    numbers ??= new Intl.NumberFormat(language);
    return (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count));
  };
}

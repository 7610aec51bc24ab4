import ts from 'typescript';

/** A setting as its app's config class declares it. */
interface Setting {
  name: string;
  meaning: string;
  /** What it may be, in words. */
  values: string;
  /** Of a number. */
  unit: string;
  /** As it is written in the environment; "" where there is none. */
  default: string;
  required: boolean;
}

const BEGIN = /<!-- Configuration: .* -->\n/;
const END = '<!-- End of the configuration -->';

/** The page of an app, with its table of settings; what is around the table is written by hand. */
export function withConfiguration(page: string, app: string): string {
  const begin = BEGIN.exec(page);
  const end = page.indexOf(END);
  if (begin === null || end < begin.index) throw new Error(`The page of ${app} lacks the markers of its configuration`);
  const table = tableOf(settingsOf(app));
  return `${page.slice(0, begin.index)}${begin[0]}\n${table}\n\n${page.slice(end)}`;
}

function tableOf(settings: Setting[]): string {
  const rows = settings.map(({ name, meaning, values, unit, ...setting }) => {
    const byDefault = setting.default === '' ? '' : `\`${setting.default}\``;
    return [`\`${name}\``, meaning, values, unit, setting.required ? '**required**' : byDefault];
  });
  return [['Name', 'Meaning', 'Values', 'Unit', 'Default'], Array<string>(5).fill('-'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** What an app reads from its environment, what is its own first. @throws Error where one is not explained */
function settingsOf(app: string): Setting[] {
  const file = `apps/${app}/src/config.ts`;
  const program = ts.createProgram([file], compilerOptions());
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const Env = source && classThatIsLoaded(source);
  if (Env === undefined) throw new Error(`${file}: loadEnv(app, Env) is to tell what is read`);
  const env = checker.getDeclaredTypeOfSymbol(checker.getSymbolAtLocation(Env) as ts.Symbol);
  return checker.getPropertiesOfType(env).map((property) => settingOf(property, checker));
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object };
  return ts.parseJsonConfigFileContent(config, ts.sys, '.').options;
}

function classThatIsLoaded(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node) && node.expression.getText() === 'loadEnv') return node.arguments[1];
  return ts.forEachChild(node, classThatIsLoaded);
}

function settingOf(property: ts.Symbol, checker: ts.TypeChecker): Setting {
  const { name } = property;
  const field = property.valueDeclaration as ts.PropertyDeclaration;
  const decorators = decoratorsOf(field);
  const meaning = ts.displayPartsToString(property.getDocumentationComment(checker)).replaceAll('\n', ' ');
  const [tag] = property.getJsDocTags(checker).filter((candidate) => candidate.name === 'unit');
  const unit = ts.displayPartsToString(tag?.text);
  if (meaning === '') throw new Error(`${name} has no comment in its config class`);
  if (decorators.has('IsInt') && unit === '') throw new Error(`${name} is a number without a @unit in its comment`);
  return {
    ...{ name, meaning, unit, values: valuesOf(decorators, checker) },
    default: field.initializer ? valueOf(field.initializer, checker) : '',
    required: field.initializer === undefined && field.questionToken === undefined,
  };
}

/** The arguments of each decorator. */
function decoratorsOf(field: ts.PropertyDeclaration): Map<string, readonly ts.Expression[]> {
  const calls = (ts.getDecorators(field) ?? []).map(({ expression }) => expression).filter(ts.isCallExpression);
  return new Map(calls.map((call) => [call.expression.getText(), call.arguments]));
}

function valuesOf(decorators: Map<string, readonly ts.Expression[]>, checker: ts.TypeChecker): string {
  const [choices] = decorators.get('IsIn') ?? [];
  if (choices !== undefined) {
    return (choices as ts.ArrayLiteralExpression).elements
      .map((choice) => `\`${valueOf(choice, checker)}\``)
      .join(', ');
  }
  const [min, max] = ['Min', 'Max'].map((name) => decorators.get(name)?.[0]);
  if (min !== undefined) return `${valueOf(min, checker)} ${max ? `to ${valueOf(max, checker)}` : 'or more'}`;
  if (decorators.has('CommaSeparated')) return 'a list, by commas';
  if (decorators.has('IsUrl')) return 'a URL';
  return decorators.has('IsBase64') ? 'base64' : 'text';
}

/** Of a literal, or of the constant that is named in its place; "" of an empty list. */
function valueOf(expression: ts.Expression, checker: ts.TypeChecker): string {
  const type = checker.getTypeAtLocation(expression);
  return type.isStringLiteral() || type.isNumberLiteral() ? String(type.value) : '';
}

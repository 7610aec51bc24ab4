import { isIP } from 'node:net';

/** A setting as data: what it means to people, and how its text becomes a value. */
export interface Setting<T = unknown> {
  meaning: string;
  /** What it may be, in words. */
  values: string;
  /** Of a number; "" of anything else. */
  unit: string;
  default: T | undefined;
  /** Whether nothing works without it. */
  required: boolean;
  /** A value as it may look, for .env.example; "" where the default says enough. */
  example: string;
  /** Whether its example is refused outside the local stack. */
  isSecret: boolean;
  /** `NAME=` sets nothing, instead of an empty text. */
  emptyIsUnset: boolean;
  /** The setting that needs this one. */
  neededWith: string | undefined;
  /** The setting that needs this one, and that this one needs. */
  togetherWith: string | undefined;
  /** The value of a text; undefined where it is none. */
  parse(text: string): T | undefined;
}

/** What any kind of setting may say besides its meaning. Without a default and not optional, it is required. */
export interface SettingOptions<T> {
  meaning: string;
  default?: T;
  optional?: true;
  example?: string;
  emptyIsUnset?: true;
  neededWith?: string;
  togetherWith?: string;
}

/** The values of one kind of setting. */
type Kind<T> = Pick<Setting<T>, 'values' | 'parse'> & { unit?: string; isSecret?: true };

/** Undefined is a value of those alone that are optional. */
type ValueOf<T, Options> = Options extends { optional: true } ? T | undefined : T;

const OWN_SCHEME = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:\//i;

/** Text with something in it. */
export function text<const O extends SettingOptions<string>>(options: O): Setting<ValueOf<string, O>> {
  return setting<string, O>({ values: 'text', parse: (value) => (value === '' ? undefined : value) }, options);
}

/** One of these words. */
export function oneOf<const T extends string, const O extends SettingOptions<NoInfer<T>>>(
  choices: readonly T[],
  options: O,
): Setting<ValueOf<T, O>> {
  const values = choices.map((choice) => `\`${choice}\``).join(', ');
  return setting<T, O>({ values, parse: (value) => choices.find((choice) => choice === value) }, options);
}

/** A whole number between bounds. */
export function integer<const O extends SettingOptions<number> & { unit: string; min: number; max?: number }>(
  options: O,
): Setting<ValueOf<number, O>> {
  const { unit, min, max } = options;
  const parse = (value: string): number | undefined => {
    const number = Number(value);
    return /^\d+$/.test(value) && number >= min && number <= (max ?? Number.MAX_SAFE_INTEGER) ? number : undefined;
  };
  return setting<number, O>({ values: `${min} ${max === undefined ? 'or more' : `to ${max}`}`, unit, parse }, options);
}

/** A part of all, from 0 to 1. */
export function ratio<const O extends SettingOptions<number>>(options: O): Setting<ValueOf<number, O>> {
  const parse = (value: string): number | undefined =>
    /^(0|1|0?\.\d+|1\.0+)$/.test(value) ? Number(value) : undefined;
  return setting<number, O>({ values: '0 to 1', unit: 'ratio', parse }, options);
}

/** A port of TCP to listen on; 0 takes a free one. */
export function port<const O extends SettingOptions<number>>(options: O): Setting<ValueOf<number, O>> {
  return integer({ ...options, unit: 'port', min: 0, max: 65_535 });
}

/** The address of a server, by one of these protocols. */
export function serverUrl<const O extends SettingOptions<string>>(
  protocols: string[],
  options: O,
): Setting<ValueOf<string, O>> {
  const values = `a URL: ${protocols.map((protocol) => `\`${protocol}://\``).join(' or ')}`;
  const isOne = (value: string): boolean => protocols.some((protocol) => value.startsWith(`${protocol}://`));
  return setting<string, O>({ values, parse: (value) => (isOne(value) ? value : undefined), isSecret: true }, options);
}

/** The address of a page or an API. */
export function webUrl<const O extends SettingOptions<string>>(options: O): Setting<ValueOf<string, O>> {
  return setting<string, O>({ values: 'a URL', parse: (value) => (isWebUrl(value) ? value : undefined) }, options);
}

/** The address of an API by which others build on: without query, fragment, user and password. */
export function publicUrl<const O extends SettingOptions<string>>(options: O): Setting<ValueOf<string, O>> {
  const values = 'a URL without query, fragment and user';
  return setting<string, O>({ values, parse: (value) => (isPublicUrl(value) ? value : undefined) }, options);
}

/** Origins as browsers send them, with commas between them. */
export function origins<const O extends SettingOptions<string[]>>(options: O): Setting<ValueOf<string[], O>> {
  const isOrigin = (value: string): boolean =>
    isWebUrl(value) && !value.includes('*') && new URL(value).origin === value;
  const parse = (value: string): string[] | undefined => (parts(value).every(isOrigin) ? parts(value) : undefined);
  return setting<string[], O>({ values: 'origins in lower case, without path and slash, by commas', parse }, options);
}

/** IP addresses and CIDRs, with commas between them. */
export function addressRanges<const O extends SettingOptions<string[]>>(options: O): Setting<ValueOf<string[], O>> {
  const parse = (value: string): string[] | undefined => (parts(value).every(isRange) ? parts(value) : undefined);
  return setting<string[], O>({ values: 'IP addresses and CIDRs, by commas', parse }, options);
}

/** Texts with commas between them. */
export function list<const O extends SettingOptions<string[]>>(options: O): Setting<ValueOf<string[], O>> {
  return setting<string[], O>({ values: 'a list, by commas', parse: parts }, options);
}

/** Addresses of pages, or of native apps by a scheme of their own: a domain name backwards (RFC 8252, 7.1). */
export function redirectUrls<const O extends SettingOptions<string[]>>(options: O): Setting<ValueOf<string[], O>> {
  const isOne = (value: string): boolean => isWebUrl(value) || (OWN_SCHEME.test(value) && URL.canParse(value));
  const parse = (value: string): string[] | undefined => (parts(value).every(isOne) ? parts(value) : undefined);
  return setting<string[], O>({ values: 'URLs, by commas', parse }, options);
}

/** So many bytes in base64. */
export function base64<const O extends SettingOptions<Buffer> & { bytes: number }>(
  options: O,
): Setting<ValueOf<Buffer, O>> {
  const parse = (value: string): Buffer | undefined => {
    const bytes = Buffer.from(value, 'base64');
    return bytes.length === options.bytes && bytes.toString('base64') === value ? bytes : undefined;
  };
  return setting<Buffer, O>({ values: `${options.bytes} bytes in base64`, parse, isSecret: true }, options);
}

function setting<T, O extends SettingOptions<T>>(kind: Kind<T>, options: O): Setting<ValueOf<T, O>> {
  const { meaning, optional, example = '', emptyIsUnset = false, neededWith, togetherWith } = options;
  const required = options.default === undefined && optional === undefined;
  const described = { unit: '', isSecret: false, ...kind, meaning, example, emptyIsUnset, neededWith, togetherWith };
  return { ...described, required, default: options.default };
}

function parts(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function isWebUrl(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value);
}

function isPublicUrl(value: string): boolean {
  if (!isWebUrl(value)) return false;
  const { search, hash, username, password } = new URL(value);
  return [search, hash, username, password].every((part) => part === '') && !/[?#]/.test(value);
}

function isRange(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

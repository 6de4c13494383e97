import { ExpressionError } from "../expression-error";
import { isList, isObject, toBool, toNumber, toText, type Value } from "../value";
import { encodeJson } from "./json";

/** Wider fields are refused: they would only fill the memory. */
const WIDEST_FIELD = 1000;

/**
 * Terraform's `format`, with the verbs `%s %v %q %d %f %t %x %X %b %o %%`, width, precision and the flags `-`,
 * `0`, `+`: https://developer.hashicorp.com/terraform/language/functions/format
 *
 * @throws ExpressionError for any other verb, for too few and too many arguments.
 */
export function formatText(spec: string, args: readonly Value[]): string {
  let next = 0;
  const text = spec.replace(
    /%(?<flags>[-0+]*)(?<width>\d*)(?:\.(?<precision>\d+))?(?<verb>.?)/gsu,
    (found, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === "%") {
        return "%";
      }
      if (next >= args.length) {
        throw new ExpressionError(`there is no argument for \`${found}\``);
      }
      const shown = formatVerb(found, verb, args[next++] ?? null, precision);
      return pad(shown, flags, Number(width));
    },
  );
  if (next < args.length) {
    throw new ExpressionError(`there are ${args.length} arguments for ${next} verbs`);
  }
  return text;
}

function formatVerb(found: string, verb: string, value: Value, precision: string | undefined): string {
  switch (verb) {
    case "s":
      return truncate(toText(value), precision);
    case "v":
      return isList(value) || isObject(value) || value === null ? encodeJson(value) : toText(value);
    case "q":
      return JSON.stringify(toText(value));
    case "d":
      return toText(Math.trunc(toNumber(value)));
    case "f":
      return toNumber(value).toFixed(digits(precision ?? "6"));
    case "t":
      return String(toBool(value));
    case "x":
      return toNumber(value).toString(16);
    case "X":
      return toNumber(value).toString(16).toUpperCase();
    case "b":
      return toNumber(value).toString(2);
    case "o":
      return toNumber(value).toString(8);
    default:
      throw new ExpressionError(`the local run does not format with \`${found}\``);
  }
}

function truncate(text: string, precision: string | undefined): string {
  return precision === undefined ? text : Array.from(text).slice(0, Number(precision)).join("");
}

function digits(precision: string): number {
  const count = Number(precision);
  if (count > 100) {
    throw new ExpressionError(`${count} digits are more than the 100 that the local run writes`);
  }
  return count;
}

function pad(text: string, flags: string, width: number): string {
  if (width > WIDEST_FIELD) {
    throw new ExpressionError(
      `a field of ${width} characters is wider than the ${WIDEST_FIELD} of the local run`,
    );
  }
  const signed = flags.includes("+") && /^\d/.test(text) ? `+${text}` : text;
  if (flags.includes("-")) {
    return signed.padEnd(width);
  }
  const [, sign = "", rest = ""] = /^([+-]?)(.*)$/s.exec(signed) ?? [];
  return flags.includes("0") ? sign + rest.padStart(width - sign.length, "0") : signed.padStart(width);
}

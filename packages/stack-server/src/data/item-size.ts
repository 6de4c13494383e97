import { entriesOf, isObject, type JsonObject } from "../json";

/**
 * Returns the size of an item in bytes, including the names of its attributes:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 *
 * @param attributes Attributes in DynamoDB's JSON format. Without attributes the size is 0.
 */
export function itemSize(attributes: JsonObject): number {
  return sum(Object.entries(attributes).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)));
}

function valueSize(value: unknown): number {
  const [[type, content] = ["", undefined]] = entriesOf(value);
  const elements = Array.isArray(content) ? content : [];
  switch (type) {
    case "S":
      return Buffer.byteLength(String(content));
    case "N":
      return numberSize(String(content));
    case "B":
      return Buffer.from(String(content), "base64").length;
    case "SS":
    case "NS":
    case "BS":
      return sum(elements.map((element) => valueSize({ [type.charAt(0)]: element })));
    case "L":
      return 3 + sum(elements.map((element) => 1 + valueSize(element)));
    case "M":
      return 3 + (isObject(content) ? Object.keys(content).length + itemSize(content) : 0);
    default:
      return 1;
  }
}

/** One byte for every two significant digits, plus one. */
function numberSize(number: string): number {
  const digits = number.replace(/e.*$/i, "").replace(/\D/g, "");
  return 1 + Math.ceil(digits.replace(/^0+|0+$/g, "").length / 2);
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

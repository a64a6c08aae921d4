// Reads a JSON array of programs from standard input and prints for each what Node makes of it: one JSON string a line.
import { readFileSync } from "node:fs";

// What a program leaves running (import(...), async functions) is none of the comparison's business.
process.on("unhandledRejection", () => {});
console.log = () => {};

const RealDate = Date;
const now = RealDate.UTC(2026, 2, 14, 9, 30, 15, 250);
globalThis.Date = new Proxy(RealDate, {
  construct: (date, parts) => (parts.length === 0 ? new date(now) : new date(...parts)),
  apply: () => new RealDate(now).toString(),
  get: (date, name) => (name === "now" ? () => now : date[name]),
});

// One program must not change the language for the next.
for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
  if (property.configurable && "value" in property) Object.defineProperty(globalThis, name, { writable: false });
}

function host() {
  const variables = { Type: "annual", Days: 5, Tags: ["a", "b"], Person: { name: "Emma", age: 42 }, Empty: null };
  const order = { id: 7, lines: [{ sku: "A-1", quantity: 2, price: 9.99 }, { sku: "B-2", quantity: 1, price: 100 }], customer: null };
  const items = [3, 1, 2];
  return {
    variables,
    getDays: () => 5,
    getAmount: () => 1234.5,
    getName: () => "Emma de Vries",
    getNothing: () => null,
    getItems: () => items,
    getOrder: () => order,
    getVariable: (name) => variables[name] ?? null,
    setVariable: (name, value) => {
      variables[name] = value;
      return null;
    },
  };
}

function describe(value, open = []) {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "string":
      return JSON.stringify(value);
    case "function":
      return "function";
    case "object":
      break;
    default:
      return String(value);
  }
  if (value === null) return "null";
  if (open.includes(value)) return "cycle";
  const inner = [...open, value];
  if (Array.isArray(value)) return `[${Array.from(value, (item) => describe(item, inner)).join(",")}]`;
  if (value instanceof RealDate) return `Date(${value.getTime()})`;
  if (value instanceof RegExp) return `RegExp(${value})`;
  if (value instanceof Map) return `Map(${[...value].map(([k, v]) => `${describe(k, inner)}=>${describe(v, inner)}`).join(",")})`;
  if (value instanceof Set) return `Set(${[...value].map((item) => describe(item, inner)).join(",")})`;
  if (value instanceof Error) return `Error(${value.name})`;
  if (typeof value[Symbol.iterator] === "function") return `Iterator(${[...value].map((item) => describe(item, inner)).join(",")})`;
  return `{${Object.keys(value).map((key) => `${JSON.stringify(key)}:${describe(value[key], inner)}`).join(",")}}`;
}

function thrown(error) {
  return error instanceof Error ? `throws ${error.name}` : `throws ${describe(error)}`;
}

function evaluate(text) {
  const names = host();
  const parameters = Object.keys(names);
  const values = Object.values(names);
  const evaluator = new Function(...parameters, '"use strict"; return eval(arguments[arguments.length - 1]);');
  if (/^\s*\{/.test(text)) {
    // A text that is an object literal as a whole is read as one.
    try {
      const expression = text.replace(/[;\s]*$/, "");
      new Function(...parameters, `"use strict"; return (${expression}\n);`);
      text = `(${expression}\n)`;
    } catch {}
  }
  try {
    new Function(...parameters, `"use strict"; ${text}\n`);
  } catch {
    return "does not parse";
  }
  try {
    return describe(evaluator(...values, text));
  } catch (error) {
    if (error instanceof SyntaxError && /Illegal return/.test(error.message)) {
      try {
        return describe(new Function(...parameters, `"use strict"; ${text}\n`)(...values));
      } catch (second) {
        return thrown(second);
      }
    }
    return thrown(error);
  }
}

const programs = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(programs.map((text) => JSON.stringify(evaluate(text))).join("\n"));

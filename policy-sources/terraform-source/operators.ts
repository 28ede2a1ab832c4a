import { hasMarks, isMark } from "../../trust";
import type { StandIns } from "./stand-ins";
import { areEqual, EvaluationError } from "./values";

/** The result of an operator with one operand; `undefined` if it is unknown. */
export function unary(operator: string, value: unknown): unknown {
  if (operator === "logicalNot") {
    const known = truth(value);
    return known === undefined ? undefined : !known;
  }
  return typeof value === "number" ? -value : undefined;
}

/**
 * The result of an operator with two operands; `undefined` if it is unknown.
 *
 * Source: HashiCorp, "Arithmetic and Logical Operators".
 */
export function binary(operator: string, left: unknown, right: unknown, standIns: StandIns): unknown {
  switch (operator) {
    case "logicalAnd":
    case "logicalOr": {
      const decisive = operator === "logicalOr";
      const values = [truth(left), truth(right)];
      return values.includes(decisive) ? decisive : values.includes(undefined) ? undefined : !decisive;
    }
    case "equal":
      return equal(left, right, standIns);
    case "notEqual": {
      const known = equal(left, right, standIns);
      return known === undefined ? undefined : !known;
    }
    default:
      return typeof left === "number" && typeof right === "number"
        ? arithmetic(operator, left, right)
        : undefined;
  }
}

function truth(value: unknown): boolean | undefined {
  return value === true || value === "true" ? true : value === false || value === "false" ? false : undefined;
}

function equal(left: unknown, right: unknown, standIns: StandIns): boolean | undefined {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ]) {
    if ((one === null || one === "") && hasMarks(other)) {
      // A list, an object, or a string with known parts is neither, and so is a value of AWS.
      return typeof other === "object" ||
        !isMark(other) ||
        (standIns.isText(other) && !standIns.mayBeEmpty(other))
        ? false
        : undefined;
    }
  }
  return hasMarks([left, right]) ? undefined : areEqual(left, right);
}

function arithmetic(operator: string, left: number, right: number): unknown {
  switch (operator) {
    case "add":
      return left + right;
    case "subtract":
      return left - right;
    case "multiply":
      return left * right;
    case "divide":
    case "modulo":
      if (right === 0) {
        throw new EvaluationError("division by zero");
      }
      return operator === "divide" ? left / right : left % right;
    case "greaterThan":
      return left > right;
    case "greaterThanOrEqual":
      return left >= right;
    case "lessThan":
      return left < right;
    case "lessThanOrEqual":
      return left <= right;
    default:
      return undefined;
  }
}

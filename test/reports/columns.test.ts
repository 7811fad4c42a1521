import { expect, test } from "vitest";
import { columns } from "../../src/reports/columns";

test("a table has as many rows as there are, however many: no call takes them as its arguments", () => {
  const rows = Array.from({ length: 300_000 }, (_, row) => [`node ${row}`, "Conv", "1"]);
  const lines = columns(rows, "llr", 80, (text) => text);
  expect(lines).toHaveLength(300_000);
  expect(lines[7]).toBe("  node 7        Conv  1");
});

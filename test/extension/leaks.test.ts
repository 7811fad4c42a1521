import { expect, test } from "vitest";
import { rounds } from "./leaks/build";

/** `LAYERSCOPE_ROUNDS=50 npx vitest run test/extension/leaks.test.ts` looks longer; so does `npm run bench -- leaks`. */
const ROUNDS = Number(process.env["LAYERSCOPE_ROUNDS"] ?? 3);
const MODELS = 4;
const MINUTE = 60_000;

test(
  "models that were open at once, looked at and run leave nothing behind when they are closed",
  async () => {
    const [first, ...others] = await rounds(ROUNDS, MODELS);
    expect(others).toHaveLength(ROUNDS - 1);
    for (const round of others) {
      expect(round.resources).toBe(first?.resources);
      expect(round.files ?? 0).toBeLessThanOrEqual(first?.files ?? 0);
      expect(round.threads ?? 0).toBeLessThanOrEqual(first?.threads ?? 0);
      expect(round.listeners).toBe(0);
      expect(round.heap).toBeLessThan(1.1 * (first?.heap ?? 0));
      expect(round.external).toBeLessThan(1.1 * (first?.external ?? 0));
    }
  },
  (1 + ROUNDS) * MINUTE,
);

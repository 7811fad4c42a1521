import { describe, expect, test } from "vitest";
import type { ProfileEvent } from "../../src/running/profile";
import { profileOf } from "../../src/running/profile";
import { node } from "../analysis/build";

const kernel = (name: string, dur: number): ProfileEvent => ({
  cat: "Node",
  name: `${name}_kernel_time`,
  dur,
  args: { op_name: name },
});
const executed = (dur: number): ProfileEvent => ({
  cat: "Session",
  name: "SequentialExecutor::Execute",
  dur,
});
const end: ProfileEvent = { cat: "Session", name: "model_run", dur: 9e9 };

describe("the times of a profile", () => {
  const conv = node("Conv", ["x"], ["y"], { name: "c" });
  const events = [
    { cat: "Session", name: "session_initialization", dur: 5e6 },
    // The first run warms up.
    ...[kernel("Conv", 1), kernel("If", 1), executed(1), end],
    ...[kernel("Conv", 5000), { cat: "Node", name: "Conv_fence_before", dur: 99 }],
    // A graph inside, computed twice.
    ...[
      kernel("Add", 100),
      executed(150),
      kernel("Add", 300),
      executed(350),
      kernel("If", 2000),
      executed(7500),
      end,
    ],
    ...[kernel("Conv", 4000), kernel("Mul", 250), executed(260), kernel("If", 3000), executed(8000), end],
  ];
  const profile = profileOf(events, new Map([["Conv", conv]]));

  test("are the least of all runs but the first, of a loop's steps together", () => {
    expect(profile.nodes.map(({ name, milliseconds }) => [name, milliseconds])).toEqual([
      ["Conv", 4],
      ["If", 2],
      ["Add", 0.4],
      ["Mul", 0.25],
    ]);
  });

  test("of a run are those of its main graph", () => {
    expect([profile.runs, profile.milliseconds]).toEqual([2, 7.5]);
  });

  test("belong to nodes of the file, where they are any", () => {
    expect(profile.nodes.map(({ node: one }) => one?.name)).toEqual(["c", undefined, undefined, undefined]);
  });
});

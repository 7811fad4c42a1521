import type { serialization } from "@tensorflow/tfjs-core";
import type { Json, JsonObject } from "../formats/tfjs/json";
import { isObject, numberOf } from "../formats/tfjs/json";

type Settings = serialization.ConfigDict;
type Setting = serialization.ConfigDictValue;

/** What a layer's inputs are: they are at hand, and speak for themselves. */
const SAID_BY_INPUTS: ReadonlySet<string> = new Set(["batchInputShape", "batchShape", "inputShape", "dtype"]);

/** What training alone needs, or what would hand something on from one call to the next. */
const FIXED: Settings = { dropout: 0, recurrentDropout: 0, stateful: false, unitForgetBias: false };

/** Weights come from the file; to draw first ones takes minutes where matrices are large. */
const NOT_DRAWN: Settings = { kernelInitializer: "zeros", recurrentInitializer: "zeros" };

/** TensorFlow.js passes over these in silence, and would compute something else. */
const UNHEEDED: ReadonlySet<string> = new Set([
  "timeMajor",
  "zeroOutputForMask",
  "cropToAspectRatio",
  "padToAspectRatio",
]);

/** TensorFlow.js has no more axes, and at times counts up to the number that a file says. */
const MOST_AXES = 6;

/** What says axes. */
const AXES: ReadonlySet<string> = new Set(["axis", "axes", "dims", "sharedAxes"]);

/** What is gone forward by: with zero, TensorFlow.js stays where it is. */
const STEPS: ReadonlySet<string> = new Set(["dilationRate", "kernelSize", "poolSize", "size", "strides"]);

/** Under these, texts are names and no words. */
const NAMES: ReadonlySet<string> = new Set([
  "name",
  "className",
  "inboundNodes",
  "inputLayers",
  "outputLayers",
]);

/**
 * A layer's settings as the classes of TensorFlow.js take them: names and words in camel case, and a seed, so that what
 * is random is the same in each run. They are new objects each time, since layers write into them.
 *
 * @throws where TensorFlow.js does not heed a setting, or would not come to an end with it.
 */
export function settingsOf(config: JsonObject): Settings {
  const settings = Object.entries(objectFrom(config)).filter(([name]) => !SAID_BY_INPUTS.has(name));
  return { ...Object.fromEntries(settings), seed: numberOf(config["seed"]) ?? 0 };
}

function objectFrom(json: JsonObject): Settings {
  const settings = Object.entries(json).map(([key, value]): [string, Setting] => {
    const name = camelCase(key);
    if (UNHEEDED.has(name) && value === true) throw new Error(`TensorFlow.js does not heed '${key}'`);
    return [name, settingFrom(name, value)];
  });
  // Cells in a stack draw by their own settings, whatever the layer around them is told.
  return { ...Object.fromEntries(settings), ...FIXED, ...("units" in json && NOT_DRAWN) };
}

function settingFrom(name: string, json: Json): Setting {
  if (name.endsWith("Initializer")) return "zeros";
  if (/(Regularizer|Constraint)$/.test(name)) return null;
  if (AXES.has(name) && Math.abs(numberOf(json) ?? 0) > MOST_AXES) {
    throw new Error(`no value has an axis ${String(json)}`);
  }
  if (STEPS.has(name) && !Array.isArray(json) && json !== null && !((numberOf(json) ?? 0) >= 1)) {
    throw new Error(`its ${name} would be ${JSON.stringify(json)}`);
  }
  if (typeof json === "string") return NAMES.has(name) ? json : camelCase(json);
  if (Array.isArray(json)) return json.map((one: Json) => settingFrom(name, one));
  return isObject(json) ? objectFrom(json) : (json as number | boolean | null);
}

/** As TensorFlow.js's own loader does it. */
function camelCase(text: string): string {
  return text.length <= 1 ? text : text.replace(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase());
}

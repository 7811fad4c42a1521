import type { Lower } from "../../recipe";
import { convolutions } from "./convolution";
import { creation } from "./creation";
import { elementwise } from "./elementwise";
import { pieces } from "./pieces";
import { pooling } from "./pooling";
import { products } from "./product";
import { reductions } from "./reduction";
import { shaping } from "./shaping";

/** What TensorFlow's operators are in those of ONNX, by operator. */
export const LOWERINGS: Readonly<Record<string, Lower>> = {
  ...convolutions,
  ...creation,
  ...elementwise,
  ...pieces,
  ...pooling,
  ...products,
  ...reductions,
  ...shaping,
};

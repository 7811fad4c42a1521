import type { Family } from "../entry";
import { withLowering } from "../entry";
import { control } from "./control";
import { convolutions } from "./convolution";
import { creation } from "./creation";
import { dynamic } from "./dynamic";
import { activations, arithmetic } from "./elementwise";
import { pieces } from "./pieces";
import { LOWERINGS } from "./lowering/rules";
import { normalization, pooling } from "./pooling";
import { products } from "./product";
import { reductions } from "./reduction";
import { shapes } from "./shaping";

/** TensorFlow's operators, as far as TensorFlow.js runs them. */
export const tensorflowFamilies: readonly Family[] = [
  activations,
  arithmetic,
  control,
  convolutions,
  creation,
  dynamic,
  normalization,
  pieces,
  pooling,
  products,
  reductions,
  shapes,
].map((family) => withLowering(family, LOWERINGS));

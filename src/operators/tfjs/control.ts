import type { Dimension } from "../../model/shape";
import type { Context } from "../context";
import type { Rule } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import type { Operator } from "../operator";
import { noMacs } from "../operator";
import type { Value } from "../value";
import { joinValues, sequence, tensor, UNKNOWN } from "../value";
import { typeAt } from "./settings";

/** Functions that stand in attributes are followed by the analysis itself. */
const calling = (inputs: string): readonly Operator[] => [entry(1, "control", inputs, "outputs…")];

/** Parts of loops and branches as TensorFlow 1 wrote them: values pass through unchanged. */
const passing = (inputs: string, outputs: string, infer: Rule): readonly Operator[] => [
  entry(1, "control", inputs, outputs, { infer, macs: noMacs }),
];

/**
 * What arrives first of several values. At the head of a loop the one that comes back is not known yet: it is as the
 * one that goes in, since TensorFlow's loops keep shapes unless they are told otherwise.
 */
function merged(node: Context): Value {
  const known = node.inputs.filter(({ type }) => type.kind !== "unknown");
  const [start = UNKNOWN, ...others] = known;
  const joined = others.reduce((all, one) => joinValues(all, one), start);
  return known.length === node.inputs.length ? joined : { type: joined.type };
}

const first: Rule = (node) => [node.input(0)];

/** Lists of tensors: how long they are, running tells. */
const list = (inputs: string, outputs: string, infer: Rule = () => []): readonly Operator[] => [
  entry(1, "control", inputs, outputs, { infer, macs: noMacs }),
];

function elementType(node: Context): Value["type"] {
  return { kind: "tensor", dtype: typeAt(node, "element_dtype") ?? typeAt(node, "dtype"), shape: undefined };
}

const made: Rule = (node) => [sequence(undefined, elementType(node))];
const member: Rule = (node) => [{ type: elementType(node) }];
/** As many members as only running tells, each of the shape that an input or an attribute gives. */
const stacked =
  (shapeAt: number | undefined, count: (node: Context) => Dimension): Rule =>
  (node) => {
    const sizes =
      shapeAt === undefined ? node.ints("element_shape") : node.rank(shapeAt) === 1 && node.elements(shapeAt);
    const type = elementType(node);
    if (!sizes || type.kind !== "tensor") return [{ type }];
    const shape = sizes.map((size) => (size === -1 ? undefined : size));
    return [tensor(type.dtype, [count(node), ...shape])];
  };

const unchanged: Rule = (node) => [{ type: node.type(0) }];
const length: Rule = () => [tensor("int32", [])];

export const control: Family = {
  If: calling("cond args…"),
  StatelessIf: calling("cond args…"),
  While: calling("args…"),
  StatelessWhile: calling("args…"),
  PartitionedCall: calling("args…"),
  StatefulPartitionedCall: calling("args…"),
  Enter: passing("tensor", "y", first),
  Exit: passing("tensor", "y", first),
  NextIteration: passing("tensor", "y", first),
  LoopCond: passing("pred", "y", first),
  Merge: passing("tensors…", "output value_index", (node) => [merged(node), tensor("int32", [])]),
  Switch: [
    entry(1, "control", "data pred", "output_false output_true", {
      slots: constants("pred"),
      infer: (node) => [node.input(0), node.input(0)],
      macs: noMacs,
    }),
  ],
  EmptyTensorList: list("elementShape maxNumElements", "list", made),
  TensorListReserve: list("elementShape numElements", "list", made),
  TensorListFromTensor: list("tensor elementShape", "list", made),
  TensorListScatter: list("tensor indices elementShape", "list", made),
  TensorListScatterV2: list("tensor indices elementShape numElements", "list", made),
  TensorListSplit: list("tensor elementShape lengths", "list", made),
  TensorListPushBack: list("tensorListId tensor", "list", unchanged),
  TensorListSetItem: list("tensorListId index tensor", "list", unchanged),
  TensorListResize: list("tensorListId size", "list", unchanged),
  TensorListPopBack: list("tensorListId elementShape", "list tensor", (node) => [
    { type: node.type(0) },
    { type: elementType(node) },
  ]),
  TensorListGetItem: list("tensorListId index elementShape", "tensor", member),
  TensorListGather: list(
    "tensorListId indices elementShape",
    "tensor",
    stacked(2, (node) => node.dimension(1, 0)),
  ),
  TensorListStack: list(
    "tensorListId elementShape",
    "tensor",
    stacked(1, (node) => node.fresh("members")),
  ),
  TensorListConcat: list("tensorListId", "tensor", member),
  TensorListConcatV2: list("tensorListId", "tensor lengths", member),
  TensorListLength: list("tensorListId", "length", length),
  TensorArrayV3: list("size", "handle flow"),
  TensorArrayWriteV3: list("tensorArrayId index tensor flowIn", "flow"),
  TensorArrayScatterV3: list("tensorArrayId indices tensor flowIn", "flow"),
  TensorArraySplitV3: list("tensorArrayId tensor lengths flowIn", "flow"),
  TensorArrayReadV3: list("tensorArrayId index flowIn", "tensor", member),
  TensorArrayGatherV3: list(
    "tensorArrayId indices flowIn",
    "tensor",
    stacked(undefined, (node) => node.dimension(1, 0)),
  ),
  TensorArrayConcatV3: list("tensorArrayId flowIn", "tensor lengths", member),
  TensorArraySizeV3: list("tensorArrayId flowIn", "size", length),
  TensorArrayCloseV3: list("tensorArrayId", ""),
};

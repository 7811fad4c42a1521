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
  Merge: passing("tensors…", "output value_index", (node) => [
    node.inputs.reduce((joined, one) => joinValues(joined, one), node.inputs[0] ?? UNKNOWN),
    tensor("int32", []),
  ]),
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
  TensorListGather: list("tensorListId indices elementShape", "tensor", member),
  TensorListStack: list("tensorListId elementShape", "tensor", member),
  TensorListConcat: list("tensorListId", "tensor", member),
  TensorListConcatV2: list("tensorListId", "tensor lengths", member),
  TensorListLength: list("tensorListId", "length", length),
  TensorArrayV3: list("size", "handle flow"),
  TensorArrayWriteV3: list("tensorArrayId index tensor flowIn", "flow"),
  TensorArrayScatterV3: list("tensorArrayId indices tensor flowIn", "flow"),
  TensorArraySplitV3: list("tensorArrayId tensor lengths flowIn", "flow"),
  TensorArrayReadV3: list("tensorArrayId index flowIn", "tensor", member),
  TensorArrayGatherV3: list("tensorArrayId indices flowIn", "tensor", member),
  TensorArrayConcatV3: list("tensorArrayId flowIn", "tensor lengths", member),
  TensorArraySizeV3: list("tensorArrayId flowIn", "size", length),
  TensorArrayCloseV3: list("tensorArrayId", ""),
};

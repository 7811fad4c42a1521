import type { DeviceConfiguration, NodeDevices } from "../../model/model";
import type { Integer } from "../../model/tensor";
import type { Wire } from "./wire";
import { delimited, varint } from "./wire";

const CONFIGURATION = delimited(1);
const SHARDING = delimited(2);
const PIPELINE_STAGE = varint(3);

/** NodeDeviceConfigurationProto: shown, not interpreted. */
export function readNodeDevices(wire: Wire, end: number): NodeDevices {
  let configuration = "";
  let pipelineStage: number | undefined;
  const shardings: string[] = [];
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === CONFIGURATION) configuration = wire.text(end);
    else if (tag === SHARDING) shardings.push(readSharding(wire, wire.open(end)));
    else if (tag === PIPELINE_STAGE) pipelineStage = wire.int32();
    else wire.skip(tag, end);
  }
  return { configuration, pipelineStage, shardings };
}

const TENSOR_NAME = delimited(1);
const DEVICE = varint(2);
const DEVICES = delimited(2);
const SHARDED_DIM = delimited(4);

/** ShardingSpecProto as a line of text: `w on devices 0, 1; axis 0 in 2`. */
function readSharding(wire: Wire, end: number): string {
  let tensor = "";
  const devices: Integer[] = [];
  const axes: string[] = [];
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === TENSOR_NAME) tensor = wire.text(end);
    else if (tag === DEVICE) devices.push(wire.integer());
    else if (tag === DEVICES) {
      const stop = wire.openList(end);
      while (wire.more(stop)) devices.push(wire.integer());
    } else if (tag === SHARDED_DIM) axes.push(readShardedDimension(wire, wire.open(end)));
    else wire.skip(tag, end);
  }
  return [`${tensor} on devices ${devices.join(", ")}`, ...axes].join("; ");
}

const AXIS = varint(1);
const SIMPLE_SHARDING = delimited(2);
const NUM_SHARDS = varint(3);

function readShardedDimension(wire: Wire, end: number): string {
  let axis: Integer = 0;
  const shards: Integer[] = [];
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === AXIS) axis = wire.integer();
    else if (tag === SIMPLE_SHARDING) {
      const stop = wire.open(end);
      while (wire.more(stop)) {
        const inner = wire.tag(stop);
        if (inner === NUM_SHARDS) shards.push(wire.integer());
        else wire.skip(inner, stop);
      }
    } else wire.skip(tag, end);
  }
  return `axis ${axis} in ${shards.join(" × ")}`;
}

const NAME = delimited(1);
const DEVICE_NAME = delimited(3);

/** DeviceConfigurationProto. */
export function readDeviceConfiguration(wire: Wire, end: number): DeviceConfiguration {
  let name = "";
  const devices: string[] = [];
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === NAME) name = wire.text(end);
    else if (tag === DEVICE_NAME) devices.push(wire.text(end));
    else wire.skip(tag, end);
  }
  return { name, devices };
}

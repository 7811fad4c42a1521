import { openFile } from "../bytes/file";
import { memorySource } from "../bytes/memory";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { ModelFile } from "./worker-messages";

/** Opens what the extension host handed to a worker. */
export async function openModelFile(file: ModelFile): Promise<Result<ByteSource>> {
  switch (file.kind) {
    case "path":
      return await openFile(file.path);
    case "bytes":
      return { ok: true, value: memorySource(file.name, file.bytes) };
  }
}

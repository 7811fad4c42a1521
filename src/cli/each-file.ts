import { openFile } from "../bytes/file";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";

export interface Terminal {
  /** In characters. */
  readonly wide: number;
  readonly colours: boolean;
}

export interface Printed {
  /** For standard output. */
  readonly out: string;
  /** A line for each file that could not be used. */
  readonly errors: readonly string[];
  /** Whether the answer itself is a failure, as of findings at or above a limit. */
  readonly failed?: boolean;
}

interface Reports<R> {
  readonly reports: readonly R[];
  readonly errors: readonly string[];
}

/** Works on file after file; one that cannot be used does not keep the others from being done. */
export async function eachFile<R>(
  files: readonly string[],
  work: (source: ByteSource, file: string) => Promise<Result<R>>,
): Promise<Reports<R>> {
  const reports: R[] = [];
  const errors: string[] = [];
  for (const file of files) {
    const report = await workOn(file, work);
    if (report.ok) reports.push(report.value);
    else errors.push(report.problem.message);
  }
  return { reports, errors };
}

async function workOn<R>(
  file: string,
  work: (source: ByteSource, file: string) => Promise<Result<R>>,
): Promise<Result<R>> {
  const source = await openFile(file);
  if (!source.ok) return source;
  try {
    return await work(source.value, file);
  } finally {
    await source.value.close();
  }
}

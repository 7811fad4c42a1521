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
  /** A line for each thing that the call says in vain. */
  readonly notices?: readonly string[];
  /** Whether the answer itself is a failure, as of findings at or above a limit. */
  readonly failed?: boolean;
}

interface Reports<R> {
  readonly reports: readonly R[];
  readonly errors: readonly string[];
  readonly notices: readonly string[];
}

/** Takes a sentence for a person who reads standard error. */
export type Say = (notice: string) => void;

type Work<R> = (source: ByteSource, file: string, say: Say) => Promise<Result<R>>;

/** Works on file after file; one that cannot be used does not keep the others from being done. */
export async function eachFile<R>(files: readonly string[], work: Work<R>): Promise<Reports<R>> {
  const reports: R[] = [];
  const errors: string[] = [];
  const notices: string[] = [];
  for (const file of files) {
    const report = await workOn(file, work, (notice) => notices.push(notice));
    if (report.ok) reports.push(report.value);
    else errors.push(report.problem.message);
  }
  return { reports, errors, notices };
}

async function workOn<R>(file: string, work: Work<R>, say: Say): Promise<Result<R>> {
  const source = await openFile(file);
  if (!source.ok) return source;
  try {
    return await work(source.value, file, say);
  } finally {
    await source.value.close();
  }
}

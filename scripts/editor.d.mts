export interface RunningServer {
  readonly port: number;
  readonly authority: string;
  /** The process group of all that the server starts. */
  readonly group: number | undefined;
  readonly folder: string;
  readonly data: string;
  readonly stop: () => Promise<void>;
}

export function installEditor(): Promise<void>;
export function startServer(options: {
  readonly folder: string;
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly driver?: boolean;
}): Promise<RunningServer>;

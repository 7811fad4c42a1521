import type { Plugin } from "esbuild";

export declare const runtimeApart: Plugin;

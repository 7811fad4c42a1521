import js from "@eslint/js";
import tseslint from "typescript-eslint";

/**
 * The rooms of src/, top to bottom: a room imports only from rooms above it.
 * docs/architecture.md says what each room is for.
 */
const ROOMS = [
  "words",
  "bytes",
  "model",
  "formats",
  "operators",
  "analysis",
  "tensors",
  "lowering",
  "running",
  "gradients",
  "findings",
  "concepts",
  "layout",
  "reports",
  "document",
  "extension",
  "cli",
];

/** `node:` modules are allowed only here; everything else must also run in a browser. */
const NODE_PLACES = [
  "src/bytes/file.ts",
  "src/document/kept-weights.ts",
  "src/document/spawn.ts",
  "src/document/worker.ts",
  "src/document/run-spawn.ts",
  "src/document/run-worker.ts",
  "src/running/load.ts",
  "src/cli/**",
  "src/extension/**",
];

/** What the page may import of src/: types of a room, and what was written for both sides. */
const FOR_THE_PAGE = [
  "[^/]+/types(/[^/]+)?",
  "document/protocol/[^/]+",
  "document/packed-rows",
  "document/query",
  "gradients/decades",
  "words/texts",
  "layout/picture",
  "reports/format",
];

const NO_NODE = {
  regex: "^node:",
  message: "node: modules are imported only in the places that eslint.config.mjs names.",
};
const NO_VSCODE = { regex: "^vscode$", message: "vscode is imported only in src/extension." };

const restrict = (patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

const roomRules = ROOMS.map((room, index) => {
  const below = ROOMS.slice(index + 1);
  const allowNode = NODE_PLACES.some((place) => place === `src/${room}/**`);
  const patterns = [
    ...(below.length > 0
      ? [
          {
            regex: `^(\\.\\./)+(${below.join("|")})/(?!types(/[^/]+)?$)`,
            message: `${room}/ may import only from rooms above it: ${ROOMS.slice(0, index).join(", ") || "none"}.`,
          },
        ]
      : []),
    { regex: "^(\\.\\./)+webview/", message: "src/ never imports from the page." },
    ...(allowNode ? [] : [NO_NODE]),
    ...(room === "extension" ? [] : [NO_VSCODE]),
  ];
  return { files: [`src/${room}/**/*.ts`], rules: restrict(patterns) };
});

const nodeFiles = NODE_PLACES.filter((place) => place.endsWith(".ts")).map((place) => {
  const room = place.split("/")[1];
  const rule = roomRules[ROOMS.indexOf(room)].rules["no-restricted-imports"];
  return { files: [place], rules: restrict(rule[1].patterns.filter((pattern) => pattern !== NO_NODE)) };
});

export default tseslint.config(
  {
    ignores: [
      "assembly/",
      "dist/",
      "out/",
      "samples/",
      "test/fixtures/",
      "test/editor/harness/node_modules/",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        Buffer: "readonly",
        URL: "readonly",
        fetch: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        performance: "readonly",
        window: "readonly",
        document: "readonly",
      },
    },
  },
  {
    rules: {
      eqeqeq: "error",
      "no-console": "off",
      "no-sequences": "error",
      "no-cond-assign": ["error", "always"],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["src/**/*.ts", "webview/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
    },
  },
  ...roomRules,
  ...nodeFiles,
  {
    files: ["webview/**/*.ts"],
    rules: restrict([
      NO_NODE,
      NO_VSCODE,
      {
        regex: `^(\\.\\./)+src/(?!(${FOR_THE_PAGE.join("|")})$)`,
        message:
          "The page imports only types of src/: types, document/protocol, layout/picture; and document/packed-rows, document/query, gradients/decades, reports/format, words/texts.",
      },
      { regex: "^@vscode/webview-ui-toolkit", message: "Only webview/toolkit.ts knows the toolkit." },
    ]),
  },
  { files: ["webview/toolkit.ts"], rules: restrict([NO_NODE, NO_VSCODE]) },
);

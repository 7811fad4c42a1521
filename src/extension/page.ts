import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { conceptLanguage } from "./concept-books";
import { displayLanguage } from "./display-language";

/** The folder that a page may load from, and nothing else. */
export function pageRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, "dist");
}

/**
 * The page's html. Nothing inline runs and nothing comes from the network: names from a model that hold markup stay
 * text even where the page should fail to treat them so.
 */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const address = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageRoot(extension), file)).toString();
  const language = displayLanguage();
  // English texts stand in the page's code; another language's are a script that is there before it.
  const scripts = language === "ru" ? ["russian.js", "page.js"] : ["page.js"];
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    // The export of a picture goes through an image of the page's own making.
    `img-src ${webview.cspSource} data: blob:`,
  ].join("; ");
  return `<!doctype html>
<html lang="${language}" data-concept-language="${conceptLanguage()}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${address("page.css")}">
    <title>Layerscope</title>
  </head>
  <body>
    ${scripts.map((file) => `<script nonce="${nonce}" src="${address(file)}"></script>`).join("\n    ")}
  </body>
</html>
`;
}

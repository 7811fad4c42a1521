import type { Severity } from "../src/findings/types";
import { plural, t } from "./l10n";

/** `1 error`, `3 warnings`. */
export function severityCount(severity: Severity, count: number): string {
  switch (severity) {
    case "error":
      return plural(count, "{0} error", "{0} errors");
    case "warning":
      return plural(count, "{0} warning", "{0} warnings");
    case "info":
      return plural(count, "{0} info", "{0} infos");
    case "hint":
      return plural(count, "{0} hint", "{0} hints");
  }
}

/** `error`, `warning`. */
export function severityName(severity: Severity): string {
  switch (severity) {
    case "error":
      return t("error");
    case "warning":
      return t("warning");
    case "info":
      return t("info");
    case "hint":
      return t("hint");
  }
}

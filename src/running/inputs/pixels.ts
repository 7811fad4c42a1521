/** What a model's input makes of a pixel between 0 and 1. */
export const PIXELS = ["imagenet", "0-1", "-1-1", "0-255"] as const;
export type Pixels = (typeof PIXELS)[number];

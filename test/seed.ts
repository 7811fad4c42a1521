import fc from "fast-check";

// Everyone's run of the tests looks at the same cases, so that what lands does not hang on luck; a long hunt has its
// own seed: LAYERSCOPE_SEED=$RANDOM npm run unit.
fc.configureGlobal({ seed: Number(process.env.LAYERSCOPE_SEED ?? 1) });

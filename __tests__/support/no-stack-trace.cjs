// Replaces a module of cdktf that captures a stack trace for each token. No test uses these traces. Jest would map each
// stack frame to TypeScript, which takes a third of the time of a synth.
exports.captureStackTrace = () => [];

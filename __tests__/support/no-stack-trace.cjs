// Replaces a module of cdktf that captures a stack trace for each token. Jest maps each frame of it to TypeScript,
// which takes a third of the time of a synth. No test uses the trace of a token.
exports.captureStackTrace = () => [];

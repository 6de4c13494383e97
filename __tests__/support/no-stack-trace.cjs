// In place of cdktf's own: it takes a whole stack for each token, and Jest maps each frame of it to TypeScript, which
// is a third of the time of a synth. No test looks at where a token was made.
exports.captureStackTrace = () => [];

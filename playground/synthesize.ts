import { Synthesizer, type SynthesizerProps } from "./live/synthesizer";

/**
 * Synthesizes the `kite` stack with one stage, once.
 *
 * @returns the folder of the stack, with its `cdk.tf.json`.
 * @throws UserError with what is wrong, and where, when the program failed.
 */
export function synthesize(props: SynthesizerProps): Promise<string> {
  return new Synthesizer(props).synthesize();
}

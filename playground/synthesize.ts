import { Synthesizer, type SynthesizerProps } from "./live/synthesizer";

/**
 * Synthesizes the `kite` stack with one stage, once.
 *
 * @returns the folder of the stack, with its `cdk.tf.json`
 * @throws UserError with the reason and its place when the synthesis failed
 */
export function synthesize(props: SynthesizerProps): Promise<string> {
  return new Synthesizer(props).synthesize();
}

package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;

/** Where the numbers of a checkpoint come from. */
interface TensorSource {
  boolean has(String name);

  /** Loads a tensor of weights in a precision. */
  Tensor load(String name, Precision precision, Device device, ScriptProgram loader);

  /** Loads a tensor as it is stored. */
  Tensor loadStored(String name, Device device, ScriptProgram loader);
}

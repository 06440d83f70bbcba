/**
 * TorchScript source files into callable programs. In comes a resource {@code torchscript/NAME.py};
 * out comes a {@link dev.longspark.engine.torchscript.ScriptProgram}: a module inside libtorch
 * whose attributes keep weights and caches between calls, so that one call can be a whole forward
 * pass. {@link dev.longspark.engine.torchscript.Tensor} is the native value passed in and out; no
 * other package needs DJL's arrays, which abort the process on dtypes they do not know.
 *
 * <p>The dialect is what libtorch compiles: one {@code class NAME(Module):} with two-space indents,
 * attribute lines {@code name : Type} (Tensor, int, float, bool, str, List, Dict, Optional; all
 * start at zero or empty, a Tensor undefined), then methods in ordinary TorchScript, with
 * operators, {@code range}, {@code len}, tensor methods and {@code torch.OPERATION}. A dtype is its
 * number (6 float32, 5 float16, 15 bfloat16), as in {@code x.to(6)}. Functions of a library file
 * are called {@code __torch__.FILE.function(x)}; a program brings every file that it so names.
 *
 * <p>Lifetime: programs and tensors are native; whoever made them closes them. {@link
 * dev.longspark.engine.torchscript.TorchRuntime} loads libtorch once per process.
 *
 * <p>Start reading at {@link dev.longspark.engine.torchscript.ScriptProgram}.
 */
package dev.longspark.engine.torchscript;

package dev.longspark.engine.family;

/** The models of one class, by the names that config.json has for them. */
public interface ModelFamily {
  /** The class in {@code architectures}, {@code LlamaForCausalLM}. */
  String className();

  /** The value of {@code model_type}, {@code llama}. */
  String modelType();
}

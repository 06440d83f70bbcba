package dev.longspark.template;

/** A value that can be called. */
interface Callable {
  /**
   * Calls it.
   *
   * @throws TemplateException as Python would raise
   */
  Object call(Arguments arguments, Rendering rendering);
}

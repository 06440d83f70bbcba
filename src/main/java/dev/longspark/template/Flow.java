package dev.longspark.template;

/** How a statement ends. */
enum Flow {
  ON,
  BREAK,
  CONTINUE
}

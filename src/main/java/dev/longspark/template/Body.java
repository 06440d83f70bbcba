package dev.longspark.template;

import java.util.List;

/** Statements one after the other. */
record Body(List<Statement> statements, int line) implements Node {
  @Override
  public List<Statement> children() {
    return statements;
  }

  /** Runs them, up to one that leaves or continues a loop. */
  Flow run(Rendering rendering, Scope scope) {
    for (Statement statement : statements) {
      Flow flow = statement.execute(rendering, scope);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }
}

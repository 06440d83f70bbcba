package dev.longspark.template;

import java.util.ArrayDeque;
import java.util.Deque;

/** How deep a template's parts lie within each other; long chains of operators are deep too. */
final class TreeDepth {
  /** Python's compiler gives up at fewer. */
  private static final int MAX = 250;

  private record Visit(Node node, int depth) {}

  private TreeDepth() {}

  /**
   * Makes sure that a template can be walked through by recursion.
   *
   * @throws TemplateException if it is too deep
   */
  static void check(Node root) {
    Deque<Visit> open = new ArrayDeque<>();
    open.push(new Visit(root, 0));
    while (!open.isEmpty()) {
      Visit visit = open.pop();
      if (visit.depth > MAX) {
        throw TokenStream.fault("parts are nested deeper than " + MAX, visit.node.line());
      }
      for (Node child : visit.node.children()) {
        open.push(new Visit(child, visit.depth + 1));
      }
    }
  }
}

package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The frames of a template and its blocks, settled once before it is rendered. */
final class Layout {
  private final IdentityHashMap<Node, Symbols> frames = new IdentityHashMap<>();
  private final Map<String, Block> blocks = new HashMap<>();

  /**
   * A place in the template while it is checked.
   *
   * @param symbols of the frame
   * @param soft whether unknown filters are faults only when they are reached
   * @param loop whether a loop can be left from there
   */
  record Place(Symbols symbols, boolean soft, boolean loop) {
    Place softly() {
      return new Place(symbols, true, loop);
    }
  }

  /**
   * Settles a whole template.
   *
   * @throws TemplateException if it holds a filter, a test or a name where there can be none
   */
  static Layout of(Body root) {
    Layout layout = new Layout();
    if (!Symbols.undeclared(root, Set.of("self")).isEmpty()) {
      throw new TemplateException(Kind.UNKNOWN, root.line(), "the variable 'self' is not known");
    }
    layout.collectBlocks(root);
    Symbols symbols = new Symbols(null);
    root.declare(symbols);
    layout.frame(root, root.statements(), new Place(symbols, false, false));
    for (Block block : layout.blocks.values()) {
      if (!Symbols.undeclared(block.body(), Set.of("self", "super")).isEmpty()) {
        throw new TemplateException(
            Kind.UNKNOWN, block.line(), "the variables 'self' and 'super' are not known");
      }
      Symbols names = new Symbols(null);
      block.body().declare(names);
      layout.frame(block.body(), block.body().statements(), new Place(names, false, false));
    }
    return layout;
  }

  private void collectBlocks(Node node) {
    if (node instanceof Block block && blocks.put(block.name(), block) != null) {
      throw new TemplateException(
          Kind.SYNTAX, block.line(), "block '" + block.name() + "' defined twice");
    }
    node.children().forEach(this::collectBlocks);
  }

  /**
   * Settles a frame and what is in it.
   *
   * @param key the node that is entered
   */
  void frame(Node key, List<Statement> statements, Place place) {
    place.symbols().settle();
    frames.put(key, place.symbols());
    statements.forEach(statement -> statement.resolve(this, place));
  }

  /** The names of the frame that a node opens. */
  Symbols symbols(Node key) {
    return frames.get(key);
  }
}

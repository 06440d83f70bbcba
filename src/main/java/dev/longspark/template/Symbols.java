package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of one frame (template, loop, macro, block) and where each gets its value from when the
 * frame is entered. A name that a frame sets is the frame's own from its start, which is why a loop
 * cannot change what lies around it.
 *
 * <p><em>Source:</em> Jinja2 3.1, {@code jinja2.idtracking}.
 */
final class Symbols {
  /** Where a name's first value comes from. */
  enum Binding {
    /** Whoever enters the frame. */
    PARAMETER,
    /** The variables that the template was given. */
    CONTEXT,
    /** The frame around. */
    OUTER,
    /** Nowhere: undefined until it is set. */
    NOTHING
  }

  private final Symbols outer;
  private final Map<String, Binding> bindings;
  private final Set<String> stores;
  private Map<String, Integer> places;

  Symbols(Symbols outer) {
    this(outer, new LinkedHashMap<>(), new LinkedHashSet<>());
  }

  private Symbols(Symbols outer, Map<String, Binding> bindings, Set<String> stores) {
    this.outer = outer;
    this.bindings = bindings;
    this.stores = stores;
  }

  private boolean knows(String name) {
    return bindings.containsKey(name) || (outer != null && outer.knows(name));
  }

  private boolean outerKnows(String name) {
    return outer != null && outer.knows(name);
  }

  /** A name is read. */
  void load(String name) {
    if (!knows(name)) {
      bindings.put(name, Binding.CONTEXT);
    }
  }

  /** A name is set. */
  void store(String name) {
    stores.add(name);
    if (!bindings.containsKey(name)) {
      bindings.put(name, outerKnows(name) ? Binding.OUTER : Binding.NOTHING);
    }
  }

  /** A name is set by whoever enters the frame. */
  void parameter(String name) {
    stores.add(name);
    bindings.put(name, Binding.PARAMETER);
  }

  /** Alternatives of which one is run: what only some of them set starts with what it was. */
  void branches(List<List<? extends Node>> branches) {
    List<Symbols> copies =
        branches.stream()
            .map(
                branch -> {
                  Symbols copy =
                      new Symbols(
                          outer, new LinkedHashMap<>(bindings), new LinkedHashSet<>(stores));
                  branch.forEach(node -> node.declare(copy));
                  return copy;
                })
            .toList();
    Set<String> set = new LinkedHashSet<>();
    copies.forEach(copy -> set.addAll(copy.stores));
    set.removeAll(stores);
    for (Symbols copy : copies) {
      bindings.putAll(copy.bindings);
      stores.addAll(copy.stores);
    }
    for (String name : set) {
      bindings.put(name, outerKnows(name) ? Binding.OUTER : Binding.CONTEXT);
    }
  }

  /** Ends the collection of names. */
  void settle() {
    places = new LinkedHashMap<>();
    for (String name : bindings.keySet()) {
      places.put(name, places.size());
    }
  }

  /** Where a name's value lies in the frame, {@code null} if it is not the frame's. */
  Integer place(String name) {
    return places.get(name);
  }

  int size() {
    return places.size();
  }

  Collection<Map.Entry<String, Binding>> bindings() {
    return bindings.entrySet();
  }

  /** The names that this frame sets. */
  Set<String> stores() {
    return stores;
  }

  /**
   * Which of some names are read in there without being set first.
   *
   * @param names wanted
   */
  static Set<String> undeclared(Node node, Set<String> names) {
    Set<String> open = new LinkedHashSet<>(names);
    Set<String> found = new LinkedHashSet<>();
    undeclared(node, open, found);
    return found;
  }

  private static void undeclared(Node node, Set<String> open, Set<String> found) {
    if (node instanceof Expression.Name read && open.contains(read.name())) {
      found.add(read.name());
    } else if (node instanceof Target.Variable set) {
      open.remove(set.name());
    }
    if (!(node instanceof Block)) {
      node.children().forEach(child -> undeclared(child, open, found));
    }
  }

  /** A name that is not known where it is used, which Jinja2 does not expect either. */
  static TemplateException unknown(String name) {
    return new TemplateException(
        Kind.ASSERTION,
        "Tried to resolve a name to a reference that was unknown to the frame ("
            + Repr.quoted(name)
            + ")");
  }
}

package dev.longspark.template;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Attributes and elements as the sandbox gives them: methods before keys after a dot, keys before
 * methods in brackets; what would change a value is out of reach.
 *
 * <p><em>Source:</em> Jinja2 3.1, {@code ImmutableSandboxedEnvironment}.
 */
final class Attributes {
  private static final Set<String> LIST_CHANGES =
      Set.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");
  private static final Set<String> DICT_CHANGES =
      Set.of("clear", "pop", "popitem", "setdefault", "update");

  /** What Python knows of these types and templates do not need. */
  private static final Map<String, Set<String>> OTHERS =
      Map.of(
          "str", Set.of("encode", "maketrans"),
          "dict", Set.of("fromkeys"),
          "int", Set.of("as_integer_ratio", "conjugate", "from_bytes", "to_bytes"),
          "bool", Set.of("as_integer_ratio", "conjugate", "from_bytes", "to_bytes"),
          "float", Set.of("as_integer_ratio", "conjugate", "fromhex", "hex"),
          "dict_keys", Set.of("isdisjoint", "mapping"),
          "dict_items", Set.of("isdisjoint", "mapping"),
          "dict_values", Set.of("mapping"),
          "generator", Set.of("close", "send", "throw", "gi_running", "gi_suspended"));

  private Attributes() {}

  /** {@code object.name}. */
  static Object attribute(Object object, String name, Rendering rendering) {
    if (object instanceof Undefined undefined) {
      throw undefined.fault();
    }
    Object found = find(object, name, rendering);
    if (found != Scope.MISSING) {
      return found;
    }
    Object element = element(object, name, rendering);
    return element == Scope.MISSING ? Undefined.attribute(object, name) : element;
  }

  /** {@code object[key]}. */
  static Object item(Object object, Object key, Rendering rendering) {
    if (object instanceof Undefined undefined) {
      throw undefined.fault();
    }
    Object element = element(object, key, rendering);
    if (element == Scope.MISSING && Text.isText(key)) {
      element = find(object, key.toString(), rendering);
    }
    return element == Scope.MISSING ? Undefined.element(object, key, rendering) : element;
  }

  private static Object element(Object object, Object key, Rendering rendering) {
    if (object instanceof PythonDict dict) {
      boolean hashable = !(key instanceof PythonList || key instanceof PythonDict);
      return hashable ? dict.get(key, rendering.budget()) : Scope.MISSING;
    }
    if (!Numbers.isInteger(key)) {
      return Scope.MISSING;
    }
    Object index = Numbers.widened(key);
    if (index instanceof BigInteger) {
      return Scope.MISSING;
    }
    if (object instanceof Sequence sequence) {
      List<Object> items = sequence.items();
      int place = place((Long) index, items.size());
      return place < 0 ? Scope.MISSING : items.get(place);
    }
    if (object instanceof String || object instanceof Markup) {
      return character(object, (Long) index, rendering.budget());
    }
    if (object instanceof PythonRange range) {
      int place = place((Long) index, range.length());
      return place < 0 ? Scope.MISSING : range.at(place);
    }
    return Scope.MISSING;
  }

  private static int place(long index, long size) {
    long place = index < 0 ? index + size : index;
    return place < 0 || place >= size ? -1 : (int) place;
  }

  private static Object character(Object object, long index, Budget budget) {
    String text = object.toString();
    budget.scan(text.length());
    int place = place(index, text.codePointCount(0, text.length()));
    if (place < 0) {
      return Scope.MISSING;
    }
    String character = Text.substring(text, place, place + 1);
    return object instanceof Markup ? new Markup(character) : character;
  }

  /** An attribute, {@link Scope#MISSING} if Python has none; an unsafe one is undefined. */
  static Object find(Object object, String name, Rendering rendering) {
    if (object instanceof Namespace namespace) {
      Object member = namespace.get(name);
      boolean unsafe = member != Scope.MISSING && name.startsWith("_");
      return unsafe ? Undefined.unsafe(object, name) : member;
    }
    if (name.startsWith("_")) {
      return isInternal(name) ? Undefined.unsafe(object, name) : Scope.MISSING;
    }
    Object found = known(object, name);
    if (found == Scope.MISSING) {
      if ((object instanceof PythonList && LIST_CHANGES.contains(name))
          || (object instanceof PythonDict && DICT_CHANGES.contains(name))) {
        return Undefined.unsafe(object, name);
      }
      String type = object instanceof Markup ? "str" : Types.name(object);
      if (OTHERS.getOrDefault(type, Set.of()).contains(name)) {
        throw Fault.unknown("the attribute '%s' of '%s' is not known", name, type);
      }
    }
    return found;
  }

  /** Whether Python's objects have such an attribute, as far as that matters: it is unsafe. */
  private static boolean isInternal(String name) {
    return name.length() > 4 && name.startsWith("__") && name.endsWith("__");
  }

  private static Object known(Object object, String name) {
    if (Text.isText(object)) {
      return StringMethods.find(object, name);
    }
    if (object instanceof PythonDict dict) {
      return CollectionMethods.ofDict(dict, name);
    }
    if (object instanceof PythonTuple tuple && tuple.isGroup()) {
      Object part = groupPart(tuple, name);
      return part == Scope.MISSING ? CollectionMethods.ofSequence(tuple, name) : part;
    }
    if (object instanceof Sequence sequence) {
      return CollectionMethods.ofSequence(sequence, name);
    }
    if (object instanceof LoopState loop) {
      return loop.attribute(name);
    }
    if (object instanceof Macro macro) {
      return macro.attribute(name);
    }
    if (object instanceof Cycler cycler) {
      return cycler.attribute(name);
    }
    if (object instanceof Joiner joiner) {
      return joiner.attribute(name);
    }
    if (object instanceof PythonRange range) {
      return CollectionMethods.ofRange(range, name);
    }
    return Numbers.isNumber(object) ? NumberMethods.find(object, name) : Scope.MISSING;
  }

  private static Object groupPart(PythonTuple tuple, String name) {
    return switch (name) {
      case "grouper" -> tuple.items().get(0);
      case "list" -> tuple.items().get(1);
      default -> Scope.MISSING;
    };
  }
}

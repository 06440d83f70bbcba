package dev.longspark.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Methods of lists, tuples, dicts and ranges that change nothing. */
final class CollectionMethods {
  private static final Map<String, Method> DICT = new HashMap<>();
  private static final Map<String, Method> SEQUENCE = new HashMap<>();

  static {
    for (DictView.Part part : DictView.Part.values()) {
      String name = part.type().substring("dict_".length());
      add(DICT, name, "/", (self, given, r) -> new DictView((PythonDict) self, part));
    }
    add(DICT, "copy", "/", (self, given, r) -> self);
    add(
        DICT,
        "get",
        "/key, default=None",
        (self, given, r) -> {
          Object value = ((PythonDict) self).get(given[0], r.budget());
          return value == Scope.MISSING ? given[1] : value;
        });
    add(SEQUENCE, "count", "/value", (self, given, r) -> count((Sequence) self, given[0], r));
    add(
        SEQUENCE,
        "index",
        "/value, start=0, stop=None",
        (self, given, r) -> index((Sequence) self, given, r));
    add(SEQUENCE, "copy", "/", (self, given, r) -> self);
  }

  private CollectionMethods() {}

  private static void add(
      Map<String, Method> methods, String name, String parameters, Method.Body body) {
    methods.put(name, new Method(Signature.of(name, parameters), body));
  }

  static Object ofDict(PythonDict dict, String name) {
    Method method = DICT.get(name);
    return method == null ? Scope.MISSING : method.bound(name, dict);
  }

  static Object ofSequence(Sequence sequence, String name) {
    boolean lacks = name.equals("copy") && sequence instanceof PythonTuple;
    Method method = lacks ? null : SEQUENCE.get(name);
    return method == null ? Scope.MISSING : method.bound(name, sequence);
  }

  static Object ofRange(PythonRange range, String name) {
    return switch (name) {
      case "start" -> range.start();
      case "stop" -> range.stop();
      case "step" -> range.step();
      case "count", "index" -> throw Fault.unknown("the method '%s' of a range", name);
      default -> Scope.MISSING;
    };
  }

  private static Object count(Sequence sequence, Object wanted, Rendering rendering) {
    long count = 0;
    for (Object item : sequence.items()) {
      rendering.budget().step();
      if (item == wanted || Equality.equal(item, wanted, rendering.budget())) {
        count++;
      }
    }
    return count;
  }

  private static Object index(Sequence sequence, Object[] given, Rendering rendering) {
    List<Object> items = sequence.items();
    int from = place(given[1], items.size());
    int to = given[2] == None.NONE ? items.size() : place(given[2], items.size());
    for (int i = from; i < Math.min(to, items.size()); i++) {
      rendering.budget().step();
      if (items.get(i) == given[0] || Equality.equal(items.get(i), given[0], rendering.budget())) {
        return (long) i;
      }
    }
    throw sequence instanceof PythonTuple
        ? Fault.value("tuple.index(x): x not in tuple")
        : Fault.value("%s is not in list", Repr.of(given[0], rendering.budget()));
  }

  private static int place(Object bound, int size) {
    int index = Numbers.clamped(bound);
    return index < 0 ? Math.max(0, index + size) : index;
  }
}

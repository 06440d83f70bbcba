package dev.longspark.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Keys of dicts in a form by which Java finds equal what Python does. */
final class Hashable {
  private record Tuple(List<Object> items) {}

  private record Identity(Object value) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Identity identity && identity.value == value;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(value);
    }
  }

  private Hashable() {}

  /**
   * A key's form.
   *
   * @throws TemplateException if Python has no hash for it
   */
  static Object of(Object key, Budget budget) {
    if (key instanceof String text) {
      budget.scan(text.length());
      return text;
    }
    if (key instanceof Markup markup) {
      return markup.text();
    }
    if (key instanceof Boolean truth) {
      return truth ? 1L : 0L;
    }
    if (key instanceof Double number) {
      return ofDouble(number);
    }
    if (key instanceof PythonTuple tuple) {
      budget.enterValue();
      budget.cells(tuple.items().size());
      List<Object> items = new ArrayList<>(tuple.items().size());
      for (Object item : tuple.items()) {
        items.add(of(item, budget));
      }
      budget.leaveValue();
      return new Tuple(items);
    }
    boolean isSet = key instanceof DictView view && view.part() != DictView.Part.VALUES;
    if (key instanceof PythonList || key instanceof PythonDict || isSet) {
      throw Fault.type("unhashable type: '%s'", Types.name(key));
    }
    if (key instanceof Undefined) {
      return Undefined.class;
    }
    return Numbers.isNumber(key) || key == None.NONE || key instanceof PythonRange
        ? key
        : new Identity(key);
  }

  private static Object ofDouble(Double number) {
    return number % 1 == 0 && !number.isInfinite()
        ? Numbers.normal(new BigDecimal(number).toBigInteger())
        : number;
  }
}

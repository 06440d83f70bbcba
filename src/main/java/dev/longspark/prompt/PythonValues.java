package dev.longspark.prompt;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.util.ForLoop;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELException;
import jinjava.javax.el.ELResolver;

/**
 * What a chat template can see of a value, and all it can see: entries of dicts, elements of lists
 * and strings, the loop's counters, Python's methods of strings and dicts. Java's own properties
 * and methods are out of reach, so a template cannot touch the process it runs in.
 */
final class PythonValues extends ELResolver {
  /** As a property: the slice {@code [::-1]} of a list or string. */
  static final String REVERSED = "::-1";

  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    context.setPropertyResolved(true);
    if (base instanceof Map<?, ?> map) {
      return map.get(property.toString());
    }
    if (base instanceof ForLoop loop) {
      return counter(loop, property.toString());
    }
    if (property.equals(REVERSED)) {
      return reversed(base);
    }
    if (base instanceof List<?> list) {
      return element(property, list.size(), list::get);
    }
    if (base instanceof String text) {
      return element(property, text.length(), index -> text.substring(index, index + 1));
    }
    return null;
  }

  private static Object counter(ForLoop loop, String name) {
    return switch (name) {
      case "index" -> (long) loop.getIndex();
      case "index0" -> (long) loop.getIndex0();
      case "revindex" -> (long) loop.getRevindex();
      case "revindex0" -> (long) loop.getRevindex0();
      case "first" -> loop.isFirst();
      case "last" -> loop.isLast();
      case "length" -> (long) loop.getLength();
      case "depth" -> (long) loop.getDepth();
      case "depth0" -> (long) loop.getDepth0();
      default -> throw new ELException("Unknown property of a loop: '" + name + "'");
    };
  }

  private static Object reversed(Object base) {
    if (base instanceof List<?> list) {
      List<Object> reversed = new ArrayList<>(list);
      Collections.reverse(reversed);
      return reversed;
    }
    return new StringBuilder(base.toString()).reverse().toString();
  }

  private static Object element(Object property, int size, IntFunction<Object> get) {
    try {
      int index = Integer.parseInt(property.toString());
      int fromStart = index < 0 ? index + size : index;
      return fromStart >= 0 && fromStart < size ? get.apply(fromStart) : null;
    } catch (NumberFormatException e) {
      return null; // an attribute: lists and strings have none, as in Python
    }
  }

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] parameters) {
    context.setPropertyResolved(true);
    String name = method.toString();
    if (base instanceof Filter filter) { // arguments as Jinjava arranges them for filters
      Object[] positional = (Object[]) parameters[2];
      @SuppressWarnings("unchecked") // Jinjava's own map of named arguments
      Map<String, Object> named = (Map<String, Object>) parameters[3];
      return filter.filter(parameters[0], (JinjavaInterpreter) parameters[1], positional, named);
    }
    if (base instanceof ExpTest test) {
      Object[] arguments = Arrays.copyOfRange(parameters, 2, parameters.length);
      JinjavaInterpreter interpreter = (JinjavaInterpreter) parameters[1];
      return name.equals("evaluate")
          ? test.evaluate(parameters[0], interpreter, arguments)
          : test.evaluateNegated(parameters[0], interpreter, arguments);
    }
    List<Object> arguments = Collections.unmodifiableList(Arrays.asList(parameters));
    if (base instanceof String text) {
      return PythonMethods.ofString(text, name, arguments);
    }
    if (base instanceof Map<?, ?> map) {
      return PythonMethods.ofDict(map, name, arguments);
    }
    throw new ELException("Unknown method: '" + name + "'");
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {
    throw new ELException("Cannot change '" + property + "': values of a chat are read only");
  }

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public Class<?> getType(ELContext context, Object base, Object property) {
    return Object.class;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return Object.class;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
    return Collections.emptyIterator();
  }
}

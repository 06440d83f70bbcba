package dev.longspark.engine.torchscript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one program: a class {@code class NAME(Module):} with attribute declarations and
 * methods, and the libraries of functions it calls.
 *
 * @param name of the resource without folder and ending
 * @param text as in the resource, so that line numbers in errors are those of the file
 * @param libraries resource name to text; their functions are called {@code __torch__.LIBRARY.f(x)}
 */
record ScriptSource(String name, String text, Map<String, String> libraries) {
  private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+)\\(Module\\):");
  private static final Pattern ATTRIBUTE = Pattern.compile("^  (\\w+) : ([^#]+?)\\s*(?:#.*)?$");
  private static final String FIRST_METHOD = "  def ";

  /** An attribute of the class: its name and its TorchScript type. */
  record Attribute(String name, String type) {}

  ScriptSource {
    libraries = Map.copyOf(libraries);
    if (!CLASS.matcher(text).find()) {
      throw new IllegalArgumentException(
          "Expected 'class NAME(Module):' in the TorchScript program " + name);
    }
  }

  static ScriptSource read(String name, List<String> libraries) {
    Map<String, String> texts = new LinkedHashMap<>();
    libraries.forEach(library -> texts.put(library, resource(library)));
    return new ScriptSource(name, resource(name), texts);
  }

  String className() {
    Matcher matcher = CLASS.matcher(text);
    matcher.find();
    return matcher.group(1);
  }

  /** The declarations between the class line and the first method. */
  List<Attribute> attributes() {
    List<Attribute> attributes = new ArrayList<>();
    boolean inside = false;
    for (String line : text.split("\n", -1)) {
      if (inside && line.startsWith(FIRST_METHOD)) {
        break;
      }
      Matcher attribute = ATTRIBUTE.matcher(line);
      if (inside && attribute.matches()) {
        attributes.add(new Attribute(attribute.group(1), attribute.group(2)));
      }
      inside |= CLASS.matcher(line).find();
    }
    return attributes;
  }

  private static String resource(String name) {
    String path = "/torchscript/" + name + ".py";
    try (InputStream stream = ScriptSource.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalArgumentException("Unknown TorchScript program: " + path);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}

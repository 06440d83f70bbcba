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
  private static final Pattern LIBRARY = Pattern.compile("__torch__\\.([a-z]\\w*)\\.");
  private static final String BUILT_IN = "torch"; // as in __torch__.torch.classes

  /** TorchScript has numbers where Python has {@code torch.float32}. */
  private static final Map<String, Integer> DTYPES =
      Map.of(
          "uint8",
          0,
          "int8",
          1,
          "int16",
          2,
          "int32",
          3,
          "int64",
          4,
          "float16",
          5,
          "float32",
          6,
          "float64",
          7,
          "bfloat16",
          15);

  private static final Pattern DTYPE = Pattern.compile("\\btorch\\.([a-z]+\\d+)\\b");
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

  /** A program with all libraries that it, or one of them, speaks of. */
  static ScriptSource read(String name) {
    String text = resource(name);
    Map<String, String> libraries = new LinkedHashMap<>();
    addLibraries(text, libraries);
    return new ScriptSource(name, text, libraries);
  }

  private static void addLibraries(String text, Map<String, String> libraries) {
    LIBRARY
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(library -> !library.equals(BUILT_IN))
        .forEach(
            library -> {
              if (!libraries.containsKey(library)) {
                libraries.put(library, resource(library));
                addLibraries(libraries.get(library), libraries);
              }
            });
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

  /** Puts numbers in the place of dtypes' names. */
  private static String numbered(String text) {
    return DTYPE
        .matcher(text)
        .replaceAll(
            name ->
                DTYPES.containsKey(name.group(1))
                    ? DTYPES.get(name.group(1)).toString()
                    : Matcher.quoteReplacement(name.group()));
  }

  private static String resource(String name) {
    String path = "/torchscript/" + name + ".py";
    try (InputStream stream = ScriptSource.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalArgumentException("Unknown TorchScript program: " + path);
      }
      return numbered(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}

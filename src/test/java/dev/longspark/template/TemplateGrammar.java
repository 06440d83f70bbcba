package dev.longspark.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random templates and variables from the grammar, the broken and the greedy among them. */
final class TemplateGrammar {
  private static final List<String> NAMES = List.of("a", "b", "c", "ns.x", "messages", "a", "b");
  private static final List<String> UNKNOWN = List.of("nope", "random", "pprint", "x.y");
  private static final List<String> ATOMS =
      List.of(
          "1",
          "0",
          "2.5",
          "'x'",
          "'a b'",
          "''",
          "none",
          "true",
          "[1, 'b', none]",
          "(1, 2)",
          "{'k': 1, 2: 'v'}",
          "range(9)",
          "range(99999)",
          "10**9",
          "2**70",
          "'%s|%5d'",
          "'{}{:>9}'",
          "messages",
          "messages[0].content",
          "'😀é'",
          "[]",
          "namespace(x=1)",
          "'y' * 9999");
  private static final List<String> FILTERS =
      List.of(
          "upper",
          "list",
          "join",
          "join(a)",
          "replace('a', b)",
          "replace('', 'xy')",
          "tojson",
          "tojson(indent=b)",
          "sort",
          "unique|list",
          "map('string')|list",
          "map('list')|list",
          "map",
          "select|list",
          "selectattr('role', 'eq', a)|list",
          "groupby('role')",
          "batch(b)|list",
          "slice(3)|list",
          "indent(b)",
          "center(b)",
          "truncate(b)",
          "round(b)",
          "int",
          "float",
          "string",
          "length",
          "first",
          "last",
          "reverse",
          "sum",
          "max",
          "default(a)",
          "format(a, b)",
          "e",
          "safe",
          "trim",
          "title",
          "wordcount",
          "dictsort",
          "items|list",
          "urlencode",
          "striptags",
          "abs",
          "filesizeformat",
          "string|length",
          "d(b)|string",
          "tojson|upper");
  private static final List<String> TESTS =
      List.of(
          "defined",
          "none",
          "string",
          "odd",
          "divisibleby b",
          "in a",
          "sameas a",
          "eq b",
          "iterable");
  private static final List<String> METHODS =
      List.of(
          "upper()",
          "split()",
          "split(a)",
          "join(b)",
          "replace('x', a)",
          "format(a, b)",
          "items()",
          "get('k')",
          "keys()",
          "strip(a)",
          "zfill(b)",
          "ljust(b, 'x')",
          "expandtabs(b)",
          "count(a)",
          "x",
          "role",
          "__class__",
          "splitlines()",
          "k",
          "real",
          "title()");
  private static final List<String> RARE =
      List.of("pop()", "encode()", "index(a)", "startswith(a)", "nope()", "append(1)");
  private static final List<String> PRELUDE =
      List.of(
          "",
          "{% set ns = namespace(x='q') %}",
          "{% set ns = namespace(x=[1]) %}{% macro m(a, b=2) %}{{ a }}{{ caller() if caller }}"
              + "{% endmacro %}");
  private static final List<String> OPERATORS =
      List.of("+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "in", "not in", "and", "or");
  private static final List<String> SCRAPS =
      List.of(
          "{{", "}}", "{%", "%}", "{#", "#}", "'", "\\", "{% endfor %}", "\r\n", "(", "]", "\0");

  private final Random random;

  TemplateGrammar(long seed) {
    random = new Random(seed);
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A template. */
  String template() {
    StringBuilder template = new StringBuilder(any(PRELUDE) + statements(1 + random.nextInt(3)));
    while (random.nextInt(20) == 0) {
      template.insert(random.nextInt(template.length() + 1), any(SCRAPS));
    }
    return template.toString();
  }

  private String statements(int depth) {
    StringBuilder all = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      all.append(statement(depth));
    }
    return all.toString();
  }

  private String variable() {
    return any(List.of("a", "b", "c", random.nextInt(20) == 0 ? "loop" : "a"));
  }

  private String tag(String words) {
    return any(List.of("{% ", "{%- ", "\n  {% ", " {%+ "))
        + words
        + any(List.of(" %}", " -%}", " %}\n"));
  }

  private String statement(int depth) {
    if (depth <= 0) {
      return any(List.of("text\n", "{{ " + expression(2) + " }}", "{# c #}", "{{- a -}}"));
    }
    String body = statements(depth - 1);
    return switch (random.nextInt(13)) {
      case 0 -> tag("set " + variable() + " = " + expression(2));
      case 1 -> tag("set ns.x = " + expression(2));
      case 2 -> tag("if " + expression(2)) + body + tag("else") + body + tag("endif");
      case 3, 4, 5 -> loop(body, depth);
      case 6 -> tag("macro m(a, b=" + expression(1) + ")") + body + tag("endmacro") + "{{ m(1) }}";
      case 7 -> tag("call(a) m(" + expression(1) + ")") + body + tag("endcall");
      case 8 -> tag("set " + variable() + "|" + any(FILTERS)) + body + tag("endset");
      case 9 -> tag("filter " + any(FILTERS)) + body + tag("endfilter");
      case 10 -> tag("with a = " + expression(2)) + body + tag("endwith");
      case 11 -> tag("generation") + body + tag("endgeneration");
      default -> "{{ " + expression(3) + " }}";
    };
  }

  private String loop(String body, int depth) {
    String test = random.nextInt(3) == 0 ? " if " + expression(1) : "";
    String recursive = random.nextInt(6) == 0 ? " recursive" : "";
    String inner = random.nextInt(4) == 0 ? tag(any(List.of("break", "continue"))) : "";
    String grow = random.nextInt(3) == 0 ? tag("set ns.x = ns.x " + any(OPERATORS) + " ns.x") : "";
    String orElse = depth > 1 && random.nextInt(4) == 0 ? tag("else") + "none" : "";
    return tag(
            "for "
                + any(List.of("a", "b", "c", "b, c"))
                + " in "
                + any(List.of("range(3)", "messages", "'xy'", expression(2)))
                + test
                + recursive)
        + (body + grow + inner + "{{ loop.index }}")
        + (orElse + tag("endfor"));
  }

  private String expression(int depth) {
    if (depth <= 0) {
      return random.nextInt(3) == 0 ? any(NAMES) : any(ATOMS);
    }
    String part = "(" + expression(depth - 1) + ")";
    return switch (random.nextInt(9)) {
      case 0, 1 -> part + "|" + (random.nextInt(60) == 0 ? any(UNKNOWN) : any(FILTERS));
      case 2 -> part + " is " + (random.nextInt(60) == 0 ? any(UNKNOWN) : any(TESTS));
      case 3 -> part + "." + any(random.nextInt(9) == 0 ? RARE : METHODS);
      case 4, 5 -> part + " " + any(OPERATORS) + " (" + expression(depth - 1) + ")";
      case 6 -> part + any(List.of("[0]", "[-1]", "[1:]", "[::-1]", "['k']", "[a]", "[:b]"));
      case 7 -> part + " if " + any(NAMES) + " else " + any(ATOMS);
      default -> expression(0);
    };
  }

  /** Variables. */
  Map<String, Object> variables() {
    Map<String, Object> variables = new HashMap<>();
    List<Map<String, Object>> messages = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Map<String, Object> message = new HashMap<>();
      message.put("role", any(List.of("user", "assistant", "system")));
      message.put("content", random.nextBoolean() ? value(2) : "text\n".repeat(random.nextInt(50)));
      messages.add(message);
    }
    variables.put("messages", messages);
    variables.put("a", value(2));
    variables.put("b", random.nextInt(5) == 0 ? value(1) : random.nextInt(100));
    return variables;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> null;
      case 1 -> random.nextInt();
      case 2 -> random.nextGaussian() * 1e6;
      case 3 -> random.nextBoolean();
      case 4 -> "";
      case 5 -> "<é😀>\t'\"\\ ".repeat(random.nextInt(9));
      case 6 -> random.nextLong();
      case 7 -> Arrays.asList(value(depth - 1), value(depth - 1));
      default -> Map.of("k", List.of("v"), "role", any(NAMES));
    };
  }
}

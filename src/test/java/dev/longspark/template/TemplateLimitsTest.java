package dev.longspark.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.template.TemplateException.Kind;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a template holds, it ends within bounded time, memory and depth. */
class TemplateLimitsTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 4, 0, 0);

  /** Executors of Spark have twice as much, the smallest common default. */
  private static final long SMALL_STACK = 512 << 10;

  private static final Duration BOUND = Duration.ofSeconds(30);

  @ParameterizedTest
  @MethodSource
  void endsInOneLine(String template) {
    TemplateException e =
        assertTimeout(BOUND, () -> assertThrows(TemplateException.class, () -> render(template)));

    assertTrue(e.kind() == Kind.LIMIT || e.kind() == Kind.SYNTAX, e::getMessage);
    assertTrue(
        e.getMessage().lines().count() == 1 && e.getMessage().length() < 500, e.getMessage());
  }

  static Stream<String> endsInOneLine() {
    String doubling = "{% set ns = namespace(x='ab') %}{% for i in range(99) %}";
    String nesting = "{% set ns = namespace(x=[1]) %}{% for i in range(9999) %}";
    String tree = "{% set ns = namespace(x=(1,)) %}{% for i in range(60) %}";
    return Stream.of(
        "{% for a in range(99999) %}".repeat(3) + "{% endfor %}".repeat(3),
        "{{ 'a' * 10**9 }}",
        "{{ [0] * 10**9 }}",
        "{{ (1, 2) * 10**12 }}",
        "{{ 10**(10**6) }}",
        "{{ 2**(10**9) }}",
        "{{ 7|round(10**9, 'ceil') }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%.999999f' % 1.5 }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ 'a'.ljust(10**9) }}{{ 'a'|center(10**9) }}",
        "{{ '\\t'.expandtabs(10**9) }}",
        "{{ 'x'|indent(10**9) }}",
        "{{ [1]|tojson(indent=10**9) }}",
        "{{ [1]|batch(10**9, 0)|list }}",
        "{{ [1]|slice(10**9)|list }}",
        doubling + "{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        doubling + "{% set ns.x = ns.x|replace('a', ns.x) %}{% endfor %}",
        doubling + "{% set ns.x = ns.x.replace('', ns.x) %}{% endfor %}",
        doubling + "{% set ns.x = [ns.x, ns.x]|join(ns.x) %}{% endfor %}",
        doubling + "{% set ns.x = ns.x.join([ns.x, ns.x]) %}{% endfor %}",
        doubling + "{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}{% endfor %}",
        doubling + "{% set ns.x = '%s%s' % (ns.x, ns.x) %}{% endfor %}",
        doubling + "{% set ns.x = '{0}{0}'.format(ns.x) %}{% endfor %}",
        doubling + "{% set ns.x = ns.x|e ~ '<' * (ns.x|length) %}{% endfor %}",
        doubling + "{% set ns.x = ns.x|list + ns.x|list %}{% endfor %}",
        nesting + "{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
        nesting + "{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x|tojson }}",
        nesting + "{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x == [ns.x] }}",
        nesting + "{% set ns.x = [ns.x] %}{% endfor %}{{ [ns.x]|sort }}{{ ns.x < [ns.x] }}",
        nesting + "{% set ns.x = (ns.x,) %}{% endfor %}{{ {(ns.x,): 1} }}",
        nesting + "{% set ns.x = {'k': ns.x} %}{% endfor %}{{ ns.x|string }}",
        nesting + "{% set ns.x = ns.x|map('abs') %}{% endfor %}{{ ns.x|list }}",
        nesting + "{% set ns.x = ns.x|select|unique %}{% endfor %}{{ ns.x|first }}",
        tree + "{% set ns.x = (ns.x, ns.x) %}{% endfor %}{{ ns.x }}",
        tree + "{% set ns.x = (ns.x, ns.x) %}{% endfor %}{{ ns.x|tojson }}",
        tree + "{% set ns.x = (ns.x, ns.x) %}{% endfor %}{{ {ns.x: 1} }}",
        "{% set a = namespace(x=(1,)) %}{% set b = namespace(x=(1,)) %}{% for i in range(60) %}"
            + "{% set a.x = (a.x, a.x) %}{% set b.x = (b.x, b.x) %}{% endfor %}{{ a.x == b.x }}",
        "{% set ns = namespace() %}{% set ns.me = ns %}{{ ns }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(caller=none) %}{% for i in [1] %}{% if 1 %}{% call m() %}{% endcall %}"
            + "{% endif %}{% endfor %}{% endmacro %}{{ m() }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(9999) %}"
            + "{% set ns.x = [ns.x]|map('list') %}{% endfor %}{{ ns.x|list }}",
        "{% macro m(x) %}{{ caller() }}{% endmacro %}{% macro r() %}{% call m(1) %}{{ r() }}"
            + "{% endcall %}{% endmacro %}{{ r() }}",
        "{% for x in [[]] recursive %}{{ loop([[]]) }}{% endfor %}",
        "{% macro m() %}{{ m }}{{ [[[[[[[[m()]]]]]]]]|join|upper ~ (((((m() or 1)))))}}{% endmacro %}"
            + "{{ m() }}",
        "{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}",
        "{{ " + "[".repeat(100_000) + "]".repeat(100_000) + " }}",
        "{{ " + "-".repeat(100_000) + "1 }}",
        "{{ " + "not ".repeat(100_000) + "1 }}",
        "{{ 1" + " + 1".repeat(100_000) + " }}",
        "{{ 1" + " if 1 else 1".repeat(100_000) + " }}",
        "{{ x" + ".a".repeat(100_000) + " }}",
        "{{ x" + "|list".repeat(100_000) + " }}",
        "{{ x" + "()".repeat(100_000) + " }}",
        "{% if 1 %}".repeat(100_000),
        "{% for a in b %}".repeat(5000) + "{% endfor %}".repeat(5000),
        "{{ 9" + "9".repeat(100_000) + " }}",
        "{{ " + "'a' ~ ".repeat(600_000) + "1 }}");
  }

  private static String render(String template) {
    return onSmallStack(() -> Template.parse(template).render(Map.of("x", ""), NOW));
  }

  /** Deep recursion would show here before it does on an executor. */
  private static String onSmallStack(java.util.function.Supplier<String> rendering) {
    AtomicReference<String> text = new AtomicReference<>();
    AtomicReference<Throwable> fault = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                text.set(rendering.get());
              } catch (Throwable e) {
                fault.set(e);
              }
            },
            "small stack",
            SMALL_STACK);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (fault.get() instanceof TemplateException e) {
      throw e;
    }
    if (fault.get() != null) {
      throw new AssertionError("Not a fault of the template", fault.get());
    }
    return text.get();
  }

  @Test
  void deepVariablesAreRefused() {
    Object deep = List.of();
    for (int i = 0; i < 100_000; i++) {
      deep = List.of(deep);
    }
    Map<String, Object> variables = Map.of("x", deep);
    Template template = Template.parse("{{ x }}");

    TemplateException e =
        assertThrows(TemplateException.class, () -> template.render(variables, NOW));

    assertEquals(Kind.LIMIT, e.kind());
  }

  @Test
  void usefulDepthIsThere() {
    String macro = "{% macro r(n) %}{% if n %}{{ n % 10 }}{{ r(n - 1) }}{% endif %}{% endmacro %}";

    assertEquals(150, render(macro + "{{ r(150) }}").length());
    assertEquals("1", render("{{ " + "(".repeat(60) + "1" + ")".repeat(60) + " }}"));
    assertEquals("150", render("{{ 0" + " + 1".repeat(150) + " }}"));
  }

  @Test
  void longTextsTakeMilliseconds() {
    String context = "0123456789 {{ x }} é \ud834\udd1e\n".repeat(200_000);
    Template template =
        Template.parse(
            "{% for m in messages %}{{ '<' + m['role'] + '>' + m['content']|trim + '\\n' }}"
                + "{% if '</think>' in m.content %}{{ m.content.split('</think>')[-1] }}{% endif %}"
                + "{% endfor %}");
    List<Map<String, String>> messages = new ArrayList<>();
    messages.add(Map.of("role", "user", "content", context));

    String text =
        assertTimeout(
            Duration.ofSeconds(5), () -> template.render(Map.of("messages", messages), NOW));

    assertEquals("<user>" + context, text);
  }
}

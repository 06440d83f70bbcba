package dev.longspark.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.longspark.report.ReportTable.Heading;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report as one page that needs nothing beside it: no script, no font, no network. */
final class HtmlPage {
  private static final String FOLDER = "/report/";

  private HtmlPage() {}

  static String of(RunReport report) {
    Mustache.Compiler compiler =
        Mustache.compiler().withLoader(HtmlPage::open).defaultValue("").escapeHTML(true);
    Template template;
    try (InputStreamReader page = open("page")) {
      template = compiler.compile(page);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + FOLDER + "page.mustache", e);
    }
    return template.execute(
        Map.of(
            "report", report,
            "gist", gist(report.facts()),
            "healthy", report.health().isEmpty(),
            "warnings", report.health().rows().size(),
            "kindsOfWarnings", kindsOfWarnings(report.health()),
            "hasExamples", !report.examples().isEmpty(),
            "sections",
                List.of(
                    new Section("quality", "Quality", report.quality()),
                    new Section("systems", "Speed and memory", report.systems()))));
  }

  /** What to know of a run before its numbers. */
  private static String gist(List<Fact> facts) {
    Map<String, String> values =
        facts.stream().collect(Collectors.toMap(Fact::name, Fact::value, (a, b) -> a));
    return Stream.of("Started", "commit", "device", "cores", "spark", "pytorch")
        .filter(values::containsKey)
        .map(name -> "%s %.19s".formatted(name.toLowerCase(Locale.ROOT), values.get(name)))
        .collect(Collectors.joining(", "));
  }

  /** Each check that failed and how often, such as {@code at-the-cap 3, empty 1}. */
  private static String kindsOfWarnings(ReportTable health) {
    int column = health.headings().stream().map(Heading::title).toList().indexOf("Check");
    Map<String, Integer> counts = new TreeMap<>();
    health.rows().forEach(row -> counts.merge(row.get(column).text(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(check -> check.getKey() + " " + check.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Tables under one heading. */
  record Section(String id, String title, List<ReportTable> tables) {}

  private static InputStreamReader open(String name) {
    String resource = FOLDER + name + ".mustache";
    InputStream in = HtmlPage.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalArgumentException("Unknown template: resource " + resource);
    }
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }
}

package dev.longspark.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

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
            "healthy", report.health().isEmpty(),
            "warnings", report.health().rows().size(),
            "hasExamples", !report.examples().isEmpty(),
            "sections",
                List.of(
                    new Section("quality", "Quality", report.quality()),
                    new Section("systems", "Speed and memory", report.systems()))));
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

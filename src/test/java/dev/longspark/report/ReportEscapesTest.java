package dev.longspark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.report.ReportTable.Cell;
import dev.longspark.report.ReportTable.Heading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models and files wrote, in Markdown. */
class ReportEscapesTest {
  @ParameterizedTest
  @CsvSource({
    "<img src=x onerror=alert(1)>, &lt;img src=x onerror=alert(1)&gt;",
    "[a](javascript:b), \\[a\\](javascript:b)",
    "![a](b), \\!\\[a\\](b)",
    "a|b, a\\|b",
    "a&b, a&amp;b",
    "`x`, \\`x\\`",
    "**x**, \\*\\*x\\*\\*",
    "a\\b, a\\\\b",
    "FP16_c, FP16_c"
  })
  void signsStandForThemselves(String text, String shown) {
    assertEquals(shown, Markdown.of(text));
  }

  @Test
  void directionAndControlCharactersAreShown() {
    assertEquals("a\\\\u202eb c", Markdown.of("a\u202eb\nc"));
    assertEquals("\\\\u0007", Markdown.of("\u0007"));
  }

  @Test
  void tablesAreEscapedInHeadingsToo() {
    ReportTable table =
        new ReportTable(
            "t",
            "",
            "",
            List.of(new Heading("<b>", false)),
            List.of(List.of(new Cell("<i>", true))));

    assertEquals("| &lt;b&gt; |\n| --- |\n| **&lt;i&gt;** |\n", MarkdownTable.of(table));
  }
}

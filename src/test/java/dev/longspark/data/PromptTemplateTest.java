package dev.longspark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {
  private static final PromptTemplate TEMPLATE =
      new PromptTemplate(
          "{{context}} of {date}: {\"a\": {1}}\n{document}{q} {date}", "document", "q");

  @Test
  void fillsPlacesOnceAndLeavesValuesAlone() {
    assertEquals(
        "{context} of May: {\"a\": one}\nshort {q}why {date}? May",
        TEMPLATE.fill(sample(Map.of("date", "May", "1", "one")), "short {q}"));
  }

  @Test
  void namesTheFieldsThatHaveAPlace() {
    assertEquals(List.of("date", "1", "document", "q"), PromptTemplate.fields(TEMPLATE.text()));
    assertEquals(List.of("date", "1"), TEMPLATE.otherFields());
  }

  @Test
  void showsWhatComesAfterTheContext() {
    assertEquals("<q> <date>", TEMPLATE.tail(field -> "<" + field + ">"));
  }

  @Test
  void rejectsASampleWithoutAField() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> TEMPLATE.fill(sample(Map.of("1", "one")), "c"));

    assertEquals("Missing field 'date' of sample id", e.getMessage());
  }

  private static Sample sample(Map<String, String> fields) {
    return Sample.of("mine", "id", "long", "why {date}?", List.of("a"), List.of(), "en", 1, fields);
  }
}

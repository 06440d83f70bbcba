package dev.longspark.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a context speaks of, ready to be asked whether it says something like a word or phrase.
 * Immutable; made once per context by {@link HallucinationScorer#analyse}, for all its answers.
 */
public final class ContextElements {
  private final Set<String> elements;

  /** Code points of the elements, by their number. */
  private final Map<Integer, List<int[]>> byLength;

  private ContextElements(Set<String> elements) {
    this.elements = Set.copyOf(elements);
    this.byLength =
        this.elements.stream()
            .map(element -> element.codePoints().toArray())
            .collect(
                Collectors.groupingBy(
                    element -> element.length, HashMap::new, Collectors.toList()));
  }

  static ContextElements of(Set<String> elements) {
    return new ContextElements(elements);
  }

  /** How many different elements there are. */
  public int size() {
    return elements.size();
  }

  /**
   * Whether some element is at least 0.8 similar: 1 - distance / longer length &gt;= 0.8, or,
   * without rounding, distance &lt;= longer length / 5 in whole numbers. Other lengths than 4/5 to
   * 5/4 of the sought one cannot be.
   */
  boolean holdsSimilar(String sought) {
    if (elements.contains(sought)) {
      return true;
    }
    int[] codePoints = sought.codePoints().toArray();
    int shortest = codePoints.length - codePoints.length / 5;
    int longest = codePoints.length + codePoints.length / 4;
    for (int length = shortest; length <= longest; length++) {
      int bound = Math.max(length, codePoints.length) / 5;
      for (int[] element : byLength.getOrDefault(length, List.of())) {
        if (Levenshtein.distance(codePoints, element, bound) <= bound) {
          return true;
        }
      }
    }
    return false;
  }
}

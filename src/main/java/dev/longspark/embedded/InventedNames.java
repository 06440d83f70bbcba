package dev.longspark.embedded;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Invented names, built from syllables. The lists are the same for every seed, so that a tokenizer
 * can know the words; which name means what is drawn anew for every document, so that no answer can
 * be memorised.
 */
final class InventedNames {
  private static final List<String> ONSETS =
      List.of(
          "B", "Br", "C", "D", "Dr", "F", "G", "Gr", "H", "J", "K", "L", "M", "N", "P", "Qu", "R",
          "S", "St", "T", "Th", "V", "W", "Z");
  private static final List<String> VOWELS = List.of("a", "e", "i", "o", "u", "ae", "ei", "ou");
  private static final List<String> MIDDLES =
      List.of("l", "r", "n", "m", "s", "v", "d", "k", "nd", "rl", "st", "lm");
  private static final long LIST_SEED = 0x4c6f6e67L;

  static final List<String> FIRST = build(1, 160, List.of("a", "en", "is", "o", "ette", "ian"));
  static final List<String> LAST = build(2, 240, List.of("ard", "ell", "ow", "ick", "une", "eth"));
  static final List<String> TOWNS = build(3, 200, List.of("ford", "stead", "mere", "holm", "wick"));
  static final List<String> WORKS = build(4, 160, List.of("ia", "um", "ara", "on", "yx"));

  private InventedNames() {}

  private static List<String> build(int list, int count, List<String> endings) {
    SplittableRandom random = new SplittableRandom(LIST_SEED + list);
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < count) {
      names.add(
          pick(ONSETS, random)
              + pick(VOWELS, random)
              + pick(MIDDLES, random)
              + pick(endings, random));
    }
    return List.copyOf(names);
  }

  static <T> T pick(List<T> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }

  /** {@code count} different entries of the list, in random order. */
  static <T> List<T> several(List<T> list, int count, SplittableRandom random) {
    List<T> shuffled = new ArrayList<>(list);
    for (int i = 0; i < count; i++) {
      Collections.swap(shuffled, i, i + random.nextInt(shuffled.size() - i));
    }
    return List.copyOf(shuffled.subList(0, count));
  }
}

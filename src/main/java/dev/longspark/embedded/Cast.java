package dev.longspark.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The names that one document may use. No surname, town or work is handed out twice, so that every
 * question has one answer.
 */
final class Cast {
  private final SplittableRandom random;
  private final List<String> surnames;
  private final List<String> towns;
  private final List<String> works;

  Cast(SplittableRandom random) {
    this.random = random;
    this.surnames =
        new ArrayList<>(
            InventedNames.several(InventedNames.LAST, InventedNames.LAST.size(), random));
    this.towns =
        new ArrayList<>(
            InventedNames.several(InventedNames.TOWNS, InventedNames.TOWNS.size(), random));
    this.works =
        new ArrayList<>(
            InventedNames.several(InventedNames.WORKS, InventedNames.WORKS.size(), random));
  }

  String person() {
    return InventedNames.pick(InventedNames.FIRST, random) + " " + next(surnames);
  }

  String town() {
    return next(towns);
  }

  String work() {
    return next(works);
  }

  /** A number of two to four digits, as text. */
  String number() {
    return Integer.toString(random.nextInt(10, 9_999));
  }

  private static String next(List<String> names) {
    return names.remove(names.size() - 1);
  }
}

package dev.longspark.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Which class a prediction names: 1 / (classes named) if the right one is among them, else 0. Of
 * the named classes, those that are part of the right class's name do not count.
 *
 * <p><em>Source:</em> LongBench's {@code classification_score}. <em>Deviations:</em> none: it
 * removes from the list that it walks over, so the class after a removed one is not looked at, and
 * so here.
 */
final class Classification {
  private Classification() {}

  static double score(String prediction, String answer, List<String> classes) {
    List<String> named = new ArrayList<>(classes);
    named.removeIf(name -> !prediction.contains(name));
    for (int i = 0; i < named.size(); i++) {
      String name = named.get(i);
      if (answer.contains(name) && !name.equals(answer)) {
        named.remove(name);
      }
    }
    return named.contains(answer) ? 1.0 / named.size() : 0.0;
  }
}

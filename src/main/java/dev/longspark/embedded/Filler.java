package dev.longspark.embedded;

import java.util.List;
import java.util.SplittableRandom;

/** Sentences that say nothing anyone asks about. */
final class Filler {
  private static final List<String> WHO =
      List.of(
          "The clerk",
          "A neighbour",
          "The old ferryman",
          "Nobody in the room",
          "The youngest guard",
          "The committee",
          "A visitor",
          "The night watch",
          "The archivist",
          "One of the editors");
  private static final List<String> DID =
      List.of(
          "spoke of the weather",
          "kept the door half open",
          "counted the lamps again",
          "asked for more time",
          "turned the page without a word",
          "looked out at the rain",
          "wrote a short note",
          "waited for the bell",
          "agreed after a pause",
          "moved the table closer to the fire");
  private static final List<String> WHEN =
      List.of(
          "before the evening came",
          "while the others were talking",
          "as on every other day",
          "without giving a reason",
          "and then went home",
          "until the street was quiet",
          "because it was already late",
          "which surprised no one",
          "for the second time that week",
          "and the matter was closed");

  private Filler() {}

  static String sentence(SplittableRandom random) {
    return "%s %s %s."
        .formatted(
            InventedNames.pick(WHO, random),
            InventedNames.pick(DID, random),
            InventedNames.pick(WHEN, random));
  }
}
